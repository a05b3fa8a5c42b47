using System.Net;

namespace Ocm.Client.Http;

/// <summary>The settings of the one HTTP handler through which every call leaves.</summary>
internal static class PeerHandler
{
    // An answer that is not wanted any more is read on for this much, to keep its connection; then the connection goes.
    private const int MaxDrainBytes = 64 * 1024;

    internal static SocketsHttpHandler Create(OcmHttpOptions options, PeerConnector connector, ServerCertificateValidator certificates) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PreAuthenticate = false,
        Credentials = null,

        // Done by BodyReader, with a cap, for the calls that ask for it; a file must come as its own bytes.
        AutomaticDecompression = DecompressionMethods.None,

        // Our trace identifiers are no stranger's business, and the runtime's own spans would hold the URL.
        ActivityHeadersPropagator = null,
        MeterFactory = new MutedMeterFactory(),
        ConnectCallback = connector.ConnectAsync,
        ConnectTimeout = options.ConnectTimeout,
        SslOptions = certificates.CreateOptions(),
        UseProxy = UsesProxy(options),
        Proxy = options.Proxy,
        MaxResponseHeadersLength = options.MaxResponseHeadersLength,
        MaxResponseDrainSize = MaxDrainBytes,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        MaxConnectionsPerServer = options.MaxConcurrentCallsPerServer + options.MaxConcurrentStreamsPerServer,
        PooledConnectionLifetime = options.ConnectionLifetime,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = TimeSpan.FromSeconds(15),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>The proxy that the handler will use; null for none.</summary>
    internal static IWebProxy? EffectiveProxy(OcmHttpOptions options) =>
        options.Proxy ?? (options.UseSystemProxy ? HttpClient.DefaultProxy : null);

    private static bool UsesProxy(OcmHttpOptions options) => options.Proxy is not null || options.UseSystemProxy;
}
