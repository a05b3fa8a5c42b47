using Ocm.Directories;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Server.Directories;

/// <summary>What a directory service publishes (draft: Appendix C). Checked at start-up; a changed configuration is signed anew.</summary>
public sealed class DirectoryPublicationOptions
{
    /// <summary>The name of the federation, for people. Required.</summary>
    public string Federation { get; set; } = string.Empty;

    /// <summary>The federation's servers.</summary>
    public IList<DirectoryServer> Servers { get; } = [];

    /// <summary>
    /// The directory's own key. It is not one of the rotating keys with which an OCM server signs its calls: members configure
    /// its public part by hand. Required.
    /// </summary>
    public SigningKey? Key { get; set; }

    /// <summary>How the document is written down; the flattened JSON form by default.</summary>
    public JwsSerialization Serialization { get; set; } = JwsSerialization.FlattenedJson;

    /// <summary>How long members may use the document without asking again; one hour by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    internal DirectoryDocument ToDocument() => new() { Federation = Federation, Servers = [.. Servers] };
}
