using Ocm.Addresses;

namespace Ocm.Client.Directories;

/// <summary>A server that at least one directory service lists.</summary>
public sealed class ListedServer
{
    /// <summary>The server.</summary>
    public required OcmHost Host { get; init; }

    /// <summary>The server's name as the first directory service that lists it writes it; one line of text of another party, for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The names of the federations that list it, for people; text of other parties too.</summary>
    public required IReadOnlyList<string> Federations { get; init; }

    /// <summary>Where the directory services are that list it: the operator's own configuration.</summary>
    public required IReadOnlyList<Uri> Services { get; init; }
}
