using Ocm.Tokens;

namespace Ocm.Client.Dialects;

/// <summary>How this server writes for another one. A vendor's own starts from a built-in one, changed with <c>with</c>.</summary>
/// <param name="Name">The profile's name, for logs and documentation.</param>
public sealed record PeerProfile(string Name)
{
    /// <summary>A server of the draft: nothing is written otherwise.</summary>
    public static PeerProfile Draft { get; } = new("draft");

    /// <summary>A server of OCM 1.1 to 1.3 that takes the <c>multi</c> form, such as oCIS, OpenCloud and CERNBox.</summary>
    public static PeerProfile Multi { get; } =
        new("multi") { ShareShape = ShareShape.Multi, MergesNotifications = true, HearsPermissionChanges = true };

    /// <summary>Nextcloud up to 34.</summary>
    public static PeerProfile Nextcloud { get; } = new("nextcloud") { ShareShape = ShareShape.Options, MergesNotifications = true, SharesFilesOnly = true };

    /// <summary>Nextcloud that exchanges tokens (35 and later), as long as it publishes no <c>jwksUri</c>.</summary>
    public static PeerProfile NextcloudWithTokens { get; } =
        new("nextcloud-with-tokens") { ShareShape = ShareShape.OptionsAndMulti, MergesNotifications = true, SharesFilesOnly = true };

    /// <summary>A server of OCM 1.0, such as Seafile.</summary>
    public static PeerProfile Ocm10 { get; } = new("ocm-1.0") { ShareShape = ShareShape.Options, MergesNotifications = true, SharesFilesOnly = true };

    /// <summary>A server of OCM 1.2 that exchanges a code for tokens, such as the stub of 2024.</summary>
    public static PeerProfile Ocm12 { get; } = Multi with
    {
        Name = "ocm-1.2",
        SendsCode = true,
        TokenRequestsAsJson = true,
        TokenGrantType = TokenRequest.OldAuthorizationCode,
    };

    /// <summary>The form of share creation notifications.</summary>
    public ShareShape ShareShape { get; init; }

    /// <summary>Whether a folder is shared as resource type <c>file</c>.</summary>
    public bool SharesFilesOnly { get; init; }

    /// <summary>
    /// Whether notifications of shares without token exchange hold <c>sharedSecret</c>, <c>grantee</c> and <c>message</c>: the one
    /// family of older servers looks for the first, the other for the second.
    /// </summary>
    public bool MergesNotifications { get; init; }

    /// <summary>Whether the server is told of changed permissions (<c>SHARE_CHANGE_PERMISSION</c>), a type that the draft does not have.</summary>
    public bool HearsPermissionChanges { get; init; }

    /// <summary>
    /// Whether a share that requires token exchange also says so as OCM 1.2 did: with a <c>code</c> of its own, and the
    /// requirements by their names of then.
    /// </summary>
    public bool SendsCode { get; init; }

    /// <summary>Whether token requests go out as JSON instead of a form.</summary>
    public bool TokenRequestsAsJson { get; init; }

    /// <summary>The grant type of token requests.</summary>
    public string TokenGrantType { get; init; } = TokenRequest.AuthorizationCode;

    /// <summary>Whether this is a server of the draft: it differs in nothing but the name.</summary>
    public bool IsDraft => this == Draft with { Name = Name };
}
