using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Ocm.Server;

namespace Ocm.Testing.Servers;

/// <summary>What differs from the defaults of an <see cref="OcmTestServer"/>.</summary>
public sealed class OcmTestServerSettings
{
    /// <summary>Sets options of the server.</summary>
    public Action<OcmServerOptions>? Options { get; init; }

    /// <summary>Registers users, stores and protocols; null takes <see cref="TestUsers"/>, in-memory stores and WebDAV.</summary>
    public Action<IOcmServerBuilder>? Register { get; init; }

    /// <summary>Maps the product's own endpoints; null maps one that answers a share's resource id.</summary>
    public Action<WebApplication>? Map { get; init; }

    /// <summary>The server's time.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Receives the server's log.</summary>
    public ILoggerProvider? LoggerProvider { get; init; }
}
