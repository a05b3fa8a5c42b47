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

    /// <summary>The algorithms that are accepted from other servers: all that Ocm.HttpSignatures has by default.</summary>
    public HttpSignatureAlgorithms AcceptedAlgorithms { get; set; } = HttpSignatureAlgorithms.Default;
}
