using Ocm.Client.Discovery;

namespace Ocm.Client.Signatures;

/// <summary>A signature of an older form, read and not yet verified: what can be said of it without a key.</summary>
public abstract class LegacySignature
{
    /// <summary>What is wrong with it; <see cref="OcmSignatureProblem.None"/> where only the key can tell.</summary>
    public OcmSignatureProblem Problem { get; init; }

    /// <summary>The key's id as the signature says; empty where it says none.</summary>
    public string KeyId { get; init; } = string.Empty;

    /// <summary>When it was made, as it says; it counts as used until the freshness window after that is over.</summary>
    public DateTimeOffset SignedAt { get; init; }

    /// <summary>
    /// 32 bytes that are the same for the same signed request and key, and different for others, set by
    /// <see cref="VerifyAsync"/>. Taken of what was signed, not of the signature's bytes.
    /// </summary>
    public ReadOnlyMemory<byte> SignedDigest { get; protected set; }

    /// <summary>Verifies it with the keys of one server and no other's.</summary>
    /// <param name="server">The server that may have signed.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <returns><see cref="OcmSignatureProblem.None"/> where that server signed the request.</returns>
    public abstract ValueTask<OcmSignatureProblem> VerifyAsync(DiscoveredServer server, CancellationToken cancellationToken = default);
}
