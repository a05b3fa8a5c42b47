using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>How signatures between servers are judged (draft: HTTP Message Signatures, Verification Requirements).</summary>
public sealed class OcmSignatureOptions
{
    /// <summary>How old a signature may be, by its <c>created</c>. 300 seconds by default; at most one day.</summary>
    public TimeSpan FreshnessWindow { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How far in the future <c>created</c> may lie, because clocks differ. 60 seconds by default. It lengthens neither the
    /// freshness window nor <c>expires</c>.
    /// </summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether servers without <c>jwksUri</c> may sign in older forms, and get them: the interim form of RFC 9421 (label
    /// <c>ocm</c>, the Date header covered, keys at <c>/.well-known/jwks.json</c>) and every registered
    /// <see cref="ILegacySignatureScheme"/>. False by default; a server takes it from its posture.
    /// </summary>
    public bool AllowLegacyForms { get; set; }

    /// <summary>The algorithms that are accepted from other servers: all that Ocm.HttpSignatures has by default.</summary>
    public HttpSignatureAlgorithms AcceptedAlgorithms { get; set; } = HttpSignatureAlgorithms.Default;
}
