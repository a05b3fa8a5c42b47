using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>How this server's own signing keys are made and rotated (SIG-25).</summary>
public sealed class SigningKeyOptions
{
    /// <summary>The JOSE name of the algorithm of new keys. Ed25519 by default. A change takes effect with the next rotation.</summary>
    public string Algorithm { get; set; } = JoseAlgorithms.Ed25519;

    /// <summary>
    /// How long a new key is published before it signs, so that other servers have it when its first signature arrives.
    /// 15 minutes by default. The very first key signs at once.
    /// </summary>
    public TimeSpan ActivationDelay { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a key stays published after another took over. One day by default.</summary>
    public TimeSpan RetentionPeriod { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How old the newest key gets before the next one is made; null, the default, rotates only on call.</summary>
    public TimeSpan? RotationInterval { get; set; }

    /// <summary>
    /// How often the store is read again, and so how long it takes until all nodes know of a rotation. One minute by
    /// default; shorter than <see cref="ActivationDelay"/>.
    /// </summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(1);
}
