using Ocm.Client.Directories;

namespace Ocm.Server.Invites;

/// <summary>
/// What a where-are-you-from page shows to somebody who was invited (draft: Invite Acceptance Request Details, WAYF Page). All
/// names are texts of other parties: encode them.
/// </summary>
public sealed class WayfPage
{
    /// <summary>The name of the user who invites.</summary>
    public required string InviterName { get; init; }

    /// <summary>When the invite ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// The servers to choose from, by name: the union of the directory services, without this server. A person whose server is
    /// not among them types it in. Empty where no directory service is configured.
    /// </summary>
    public required IReadOnlyList<ListedServer> Servers { get; init; }

    /// <summary>How it stands with the directory services, for the operator.</summary>
    public required IReadOnlyList<DirectoryServiceStatus> Services { get; init; }

    /// <summary>The invite in its canonical form, for servers without a page of their own; holds the token.</summary>
    public required string InviteString { get; init; }
}
