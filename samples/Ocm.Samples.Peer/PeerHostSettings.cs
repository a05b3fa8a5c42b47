using Ocm.Samples.Peer.Configuration;

namespace Ocm.Samples.Peer;

/// <summary>What a program that starts servers itself may choose, beside what an operator configures.</summary>
public sealed class PeerHostSettings
{
    /// <summary>A port that is held for this server; the public origin or the listen address names it.</summary>
    public LoopbackPort? Port { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where logs go; by default nowhere.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>The name that other servers show to their users.</summary>
    public string? ProviderName { get; init; }

    /// <summary>Adds what is to see every request before the server does, such as a recorder.</summary>
    public Action<IApplicationBuilder>? ConfigurePipeline { get; init; }
}
