using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>
/// A family of deployed servers: what it publishes, sends, takes and answers. Written from the observed behaviour of those
/// servers, not from their code, and as far as two servers need it to share files.
/// </summary>
public abstract class LegacyServerFamily
{
    /// <summary>Nextcloud up to 34, without signatures.</summary>
    public static LegacyServerFamily Nextcloud { get; } = new NextcloudFamily();

    /// <summary>oCIS 8.</summary>
    public static LegacyServerFamily Ocis { get; } = new OcisFamily();

    /// <summary>OpenCloud 6.</summary>
    public static LegacyServerFamily OpenCloud { get; } = new OpenCloudFamily();

    /// <summary>CERNBox (reva).</summary>
    public static LegacyServerFamily CernBox { get; } = new CernBoxFamily();

    /// <summary>Seafile's WebDAV module.</summary>
    public static LegacyServerFamily Seafile { get; } = new SeafileFamily();

    /// <summary>All families.</summary>
    public static IReadOnlyList<LegacyServerFamily> All { get; } = [Nextcloud, Ocis, OpenCloud, CernBox, Seafile];

    /// <summary>The family's name in tests and in the matrix.</summary>
    public abstract string Name { get; }

    /// <summary>Where the discovery document is served.</summary>
    internal abstract IReadOnlyList<string> DiscoveryPaths { get; }

    /// <summary>The path of <c>endPoint</c>, without a slash at the end.</summary>
    internal virtual string ApiPath => "/ocm";

    /// <summary>The path at which shared files are served.</summary>
    internal abstract string WebDavPath { get; }

    /// <summary>The user id as it stands in invites and addresses.</summary>
    internal virtual string UserId => "einstein";

    /// <summary>Whether shares are taken from accepted contacts only.</summary>
    internal virtual bool NeedsContact => false;

    internal abstract JsonObject CreateDocument(string origin);

    /// <summary>Takes a share: the answer, and the share where it is stored.</summary>
    internal abstract (FakePeerAnswer Answer, SimulatedShare? Share) Take(JsonObject share);

    /// <summary>Hears a notification: the answer, and whether the server acts on it.</summary>
    internal abstract (FakePeerAnswer Answer, bool IsApplied) Hear(JsonObject notification, SimulatedShare? share);

    /// <summary>The share creation notification that this server sends.</summary>
    internal abstract JsonObject CreateShare(LegacyServer server, SimulatedShare share, string resourceType);

    /// <summary>The notification that this server sends; null where it never sends one of this type.</summary>
    internal abstract JsonObject? CreateNotification(string type, SimulatedShare share);

    /// <summary>Whether a request opens the share of this server.</summary>
    internal abstract bool Opens(FakePeerRequest request, SimulatedShare share);

    /// <summary>The credential with which this server opens shares of others.</summary>
    internal virtual AuthenticationHeaderValue CreateCredential(SimulatedShare share) => new("Bearer", share.Secret);

    /// <summary>The path at which a share is opened.</summary>
    internal virtual string PathOf(SimulatedShare share) => $"{WebDavPath}/{share.ProviderId}";

    /// <summary>The answer to an invite acceptance; null where the family has no invites.</summary>
    internal virtual FakePeerAnswer? AnswerInvite(bool isKnown) => null;

    private protected static bool HasBearer(FakePeerRequest request, string secret) => request.Header("authorization") == $"Bearer {secret}";

    private protected static bool HasBasic(FakePeerRequest request, string secret) =>
        request.Header("authorization") is { } header && header.StartsWith("Basic ", StringComparison.Ordinal)
        && System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':')[0] == secret;

    private protected static AuthenticationHeaderValue Basic(string secret, string password) =>
        new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{secret}:{password}")));

    private protected static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
