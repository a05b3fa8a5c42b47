using Ocm.Addresses;
using Ocm.Peers;
using Ocm.Server.Tokens;
using Ocm.Shares;

namespace Ocm.Server;

/// <summary>What an operator decides about the OCM server. Checked at start-up; a mistake stops it with a message that names the mend.</summary>
public sealed class OcmServerOptions
{
    /// <summary>
    /// The origin under which other servers reach this one, such as <c>https://cloud.example.org</c>: scheme, host and port
    /// only. It is never read from a request, so that a proxy that ends TLS breaks no signature. Required.
    /// </summary>
    public Uri? PublicOrigin { get; set; }

    /// <summary>The path of the OCM API below the origin; the default is <c>/ocm</c>.</summary>
    public string BasePath { get; set; } = "/ocm";

    /// <summary>A friendly name of the server, shown to other servers' users.</summary>
    public string? ProviderName { get; set; }

    /// <summary>False announces that OCM is switched off; all endpoints but discovery then answer 503 (DISC-19).</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The preset that the other options refine.</summary>
    public OcmPosture Posture { get; set; } = OcmPosture.Strict;

    /// <summary>
    /// Whether unsigned calls are refused, which the criterion <c>must-use-http-sig</c> announces. Null takes it from
    /// <see cref="Posture"/>: required in <see cref="OcmPosture.Strict"/>.
    /// </summary>
    public bool? RequireSignatures { get; set; }

    /// <summary>
    /// Whether servers whose discovery document has no <c>jwksUri</c> may sign in older forms, and get calls signed so: RFC 9421
    /// as it was before draft-06, and what is registered beside it. Null takes it from <see cref="Posture"/>: on in
    /// <see cref="OcmPosture.Interoperable"/>, unless signatures of the draft are required.
    /// </summary>
    public bool? LegacySignatures { get; set; }

    /// <summary>
    /// Whether a server whose signed call was taken once is never taken unsigned again, on all nodes (trust on first use). It
    /// needs a store of known servers. True by default; switch it off for the time in which another server gives up signing.
    /// </summary>
    public bool TrustOnFirstUse { get; set; } = true;

    /// <summary>Whether each received share must require the code flow, which <c>must-exchange-token</c> announces.</summary>
    public bool RequireTokenExchange { get; set; }

    /// <summary>Whether a share is taken only from a contact that an invite established, which <c>must-invite</c> announces.</summary>
    public bool RequireInvites { get; set; }

    /// <summary>
    /// The only servers that are talked to, beside those of <see cref="TrustedBy"/>, which <c>allowlist</c> announces: hosts, or
    /// <c>*.example.org</c> for all below a name. Null for no such list; an empty list lets nobody in.
    /// </summary>
    public IList<string>? Allowlist { get; set; }

    /// <summary>
    /// What vouches for a server that <see cref="Allowlist"/> does not name: directory services, invites, contacts (TRUST-02).
    /// Where anything is set, or there is an allowlist, servers for which nothing vouches are refused, and <c>allowlist</c>
    /// announces it. <see cref="TrustSources.None"/> by default.
    /// </summary>
    public TrustSources TrustedBy { get; set; }

    /// <summary>Servers that are never talked to, which <c>denylist</c> announces: hosts, or <c>*.example.org</c>. Null for no such list.</summary>
    public IList<string>? Denylist { get; set; }

    /// <summary>How often the registry of known servers is brought up to date for one server at most; 1 hour by default.</summary>
    public TimeSpan KnownServerInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether a share's sender may offer a resource whose owner lives on a third server (SIG-19).</summary>
    public bool AllowForeignOwners { get; set; }

    /// <summary>Who can be a recipient here; groups need an <c>IUserDirectory</c> that finds them.</summary>
    public IList<ShareType> ShareTypes { get; } = [ShareType.User];

    /// <summary>The largest request body, in bytes; 1 MiB by default. Above it the answer is 413.</summary>
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Whether this server issues access tokens, which the capability <c>exchange-token</c> and the token endpoint announce.
    /// Without it shares open by their secret alone (draft: Decision Table 4), none are sent to servers that insist on the
    /// exchange (SHARE-04), and web applications cannot be shared (SHARE-06).
    /// </summary>
    public bool IssueTokens { get; set; } = true;

    /// <summary>How long an issued access token is good for; 5 minutes by default, at most 24 hours.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What issued access tokens look like; opaque by default.</summary>
    public AccessTokenFormat AccessTokenFormat { get; set; } = AccessTokenFormat.Opaque;

    /// <summary>How long an invite can be accepted; 7 days by default.</summary>
    public TimeSpan InviteLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long the stores keep what is over: shares since they ended, in both directions, answered requests for shares since they
    /// came, and deliveries since they were given up. They name people and resources, and they take room. A share that was
    /// forgotten can be shared again by its sending server under the same name. Null, the default, keeps all of it; otherwise at
    /// least <c>OcmDeliveryOptions.MaxAge</c> and one day.
    /// </summary>
    public TimeSpan? EndedRetention { get; set; }

    /// <summary>Whether shares to servers that can exchange tokens require it, so that their secret alone opens nothing (TOK-13).</summary>
    public bool PreferTokenExchange { get; set; } = true;

    /// <summary>
    /// Whether shares may be sent whose secret alone opens them, to servers that cannot exchange tokens (ACC-11). When false,
    /// such shares are not created and existing ones open by token only.
    /// </summary>
    public bool AllowSecretAccess { get; set; } = true;

    /// <summary>
    /// The page where a user accepts an invite: a path on the public origin or a URL. It gets <c>token</c> and
    /// <c>providerDomain</c> as query parameters. Advertised with the invites capability.
    /// </summary>
    public string? InviteAcceptDialog { get; set; }

    /// <summary>The path of the where-are-you-from page; where set, <c>invite-wayf</c> is advertised and invites get a link.</summary>
    public string? WayfPath { get; set; }

    /// <summary>
    /// Clients that get a discovery document without object values at <c>/.well-known/ocm</c> too, where those break their
    /// decoder: values of <c>User-Agent</c>, compared character by character. Used in <see cref="OcmPosture.Interoperable"/>
    /// only; empty by default, because servers of the draft may call themselves alike and need the whole document.
    /// </summary>
    public IList<string> StringOnlyDiscoveryAgents { get; } = [];

    /// <summary>How long clients may cache the discovery document and the JWK Set; 5 minutes by default.</summary>
    public TimeSpan DiscoveryMaxAge { get; set; } = TimeSpan.FromMinutes(5);

    internal bool SignaturesRequired => RequireSignatures ?? Posture == OcmPosture.Strict;

    internal bool IsInteroperable => Posture == OcmPosture.Interoperable;

    internal bool TakesLegacySignatures => LegacySignatures ?? (IsInteroperable && !SignaturesRequired);

    internal OcmHost Host => OcmHost.FromUri(PublicOrigin ?? throw new InvalidOperationException("OcmServerOptions.PublicOrigin is not set."));
}
