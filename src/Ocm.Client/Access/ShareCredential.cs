using System.Buffers;
using System.Text;
using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>What goes into the <c>Authorization</c> header of a request. Never printed.</summary>
internal sealed class ShareCredential
{
    // VCHAR (RFC 5234): what RFC 6750 allows and a little more, but nothing that could end the header.
    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)]);

    private ShareCredential(SecretString secret, string header, bool isToken)
    {
        Secret = secret;
        Header = header;
        IsToken = isToken;
    }

    internal SecretString Secret { get; }

    internal string Header { get; }

    /// <summary>Whether it came from an exchange.</summary>
    internal bool IsToken { get; }

    /// <summary>Whether it goes as a user name.</summary>
    internal bool IsBasic => Header.StartsWith("Basic", StringComparison.Ordinal);

    internal static OcmResult<ShareCredential> Bearer(SecretString secret, bool isToken) =>
        secret.Reveal().AsSpan().ContainsAnyExcept(Visible)
            ? AccessFailures.BadSecret
            : new ShareCredential(secret, $"Bearer {secret.Reveal()}", isToken);

    /// <summary>The secret as user name, an empty password (ACC-04). A colon would end the user name (RFC 7617, Section 2).</summary>
    internal static OcmResult<ShareCredential> Basic(SecretString secret) =>
        secret.Reveal().Contains(':', StringComparison.Ordinal)
            ? AccessFailures.BadSecret
            : new ShareCredential(secret, $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{secret.Reveal()}:"))}", isToken: false);

    /// <summary>Always <c>[redacted]</c>.</summary>
    public override string ToString() => "[redacted]";
}
