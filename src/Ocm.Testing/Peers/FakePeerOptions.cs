using Ocm.HttpSignatures.Keys;

namespace Ocm.Testing.Peers;

/// <summary>How a <see cref="FakePeer"/> presents itself.</summary>
public sealed class FakePeerOptions
{
    /// <summary>
    /// The name under which the peer is called; it must resolve to 127.0.0.1 where the caller runs. A name that begins with
    /// <c>*.</c> makes one peer play as many servers as there are names below it. <c>localhost</c> by default.
    /// </summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Whether the peer speaks https, with a certificate made on the spot. True by default.</summary>
    public bool UseHttps { get; init; } = true;

    /// <summary>The JOSE name of the algorithm of its keys. Ed25519 by default.</summary>
    public string KeyAlgorithm { get; init; } = JoseAlgorithms.Ed25519;

    /// <summary>The time by which it signs and verifies. The system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
