using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Testing.Simulators;

/// <summary>
/// A family of deployed servers: what it publishes, sends, takes and answers. Written from the observed behaviour of those
/// servers, not from their code, and as far as two servers need it to share files.
/// </summary>
public abstract class LegacyServerFamily
{
    // The families are those of this package: what they do is internal to it.
    private protected LegacyServerFamily()
    {
    }

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

    /// <summary>Nextcloud 35 with signatures between OCM 1.3 and draft-06, and token exchange.</summary>
    public static LegacyServerFamily Nextcloud35 { get; } = new Nextcloud35Family(SimulatedSignatureForm.Interim);

    /// <summary>Nextcloud 35 of the newest kind, with <c>jwksUri</c>: held to the draft.</summary>
    public static LegacyServerFamily NextcloudOfTheDraft { get; } = new Nextcloud35Family(SimulatedSignatureForm.Draft);

    /// <summary>The reference server in Go: OCM 1.4, draft-07.</summary>
    public static LegacyServerFamily GoReference { get; } = new GoReferenceFamily();

    /// <summary>The stub of 2024 with the code flow of OCM 1.2.</summary>
    public static LegacyServerFamily Stub { get; } = new StubFamily();

    /// <summary>Any server of OCM 1.0.</summary>
    public static LegacyServerFamily Ocm10 { get; } = new OcmVersionFamily("1.0");

    /// <summary>Any server of OCM 1.1.</summary>
    public static LegacyServerFamily Ocm11 { get; } = new OcmVersionFamily("1.1");

    /// <summary>Any server of OCM 1.2, without the code flow.</summary>
    public static LegacyServerFamily Ocm12 { get; } = new OcmVersionFamily("1.2");

    /// <summary>Any server of OCM 1.3, with signatures and the code flow.</summary>
    public static LegacyServerFamily Ocm13 { get; } = new Ocm13Family();

    /// <summary>All families: products, then versions.</summary>
    public static IReadOnlyList<LegacyServerFamily> All { get; } =
        [Nextcloud, Nextcloud35, NextcloudOfTheDraft, Ocis, OpenCloud, CernBox, Seafile, GoReference, Stub, Ocm10, Ocm11, Ocm12, Ocm13];

    /// <summary>The family's name in tests and in the matrix.</summary>
    public abstract string Name { get; }

    /// <summary>Whether its discovery document has a <c>jwksUri</c>, so that it is held to the draft.</summary>
    public virtual bool IsOfTheDraft => false;

    /// <summary>How it signs, and what it verifies.</summary>
    internal virtual SimulatedSignatureForm Signs => SimulatedSignatureForm.None;

    /// <summary>The path of the token endpoint; null where it exchanges nothing.</summary>
    internal virtual string? TokenPath => null;

    /// <summary>By which name it knows the grant type of token requests.</summary>
    internal virtual string GrantType => TokenRequest.AuthorizationCode;

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
    internal abstract JsonObject? CreateNotification(LegacyServer server, string type, SimulatedShare share);

    /// <summary>Whether a request opens the share of this server.</summary>
    internal abstract bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens);

    /// <summary>The answer to a call whose signature is not good; null where it is taken all the same.</summary>
    internal virtual FakePeerAnswer? Refuse(SimulatedVerdict verdict) => null;

    /// <summary>The code of a token request; null where it is not one that this server takes, with the answer.</summary>
    internal virtual (FakePeerAnswer? Refusal, string? Code) ReadTokenRequest(FakePeerRequest request, string grantType) => SimulatedTokenForm.Read(request, grantType);

    /// <summary>The answer to a token request with a code that is not known.</summary>
    internal virtual FakePeerAnswer RefuseCode() => SimulatedAnswer.Json(400, """{"error":"invalid_grant"}""");

    /// <summary>The answer to a token request.</summary>
    internal virtual FakePeerAnswer GiveToken(string token) =>
        SimulatedAnswer.Json(200, $$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":3600}""");

    /// <summary>The token request that this server sends: content type and body.</summary>
    internal virtual (string ContentType, string Body) CreateTokenRequest(LegacyServer server, SimulatedShare share) =>
        SimulatedTokenForm.Create(server.Peer.Host.Value, share.Secret);

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
