using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Ocm.Client.Http;

/// <summary>
/// How this server calls other servers. Strangers name the hosts that are called, so every default is the careful one:
/// https only, public addresses only, small answers, short waits. Checked at start-up and read once.
/// </summary>
public sealed class OcmHttpOptions
{
    /// <summary>Whether plain http is allowed. For tests alone: tokens and shares then travel in clear text.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Whether private-use addresses may be called: RFC 1918, shared address space (RFC 6598) and unique-local IPv6
    /// (RFC 4193). Loopback, link-local, metadata and all other special addresses stay closed; they need an entry in
    /// <see cref="AllowedDestinations"/>.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Destinations that may be called although they are not public, for tests and private federations.</summary>
    public IList<AllowedDestination> AllowedDestinations { get; } = [];

    /// <summary>
    /// The only ports that may be called. Empty, the default, means every port except those of other well-known
    /// protocols (mail, name service and the like), which an entry in <see cref="AllowedDestinations"/> can open.
    /// </summary>
    public IList<int> AllowedPorts { get; } = [];

    /// <summary>How long name resolution, connection and TLS handshake may take together. 10 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a buffered call may take, with its wait in the queue, its repetitions and its body; for a streamed one,
    /// how long until the answer's headers arrive after the last byte was sent. 30 seconds by default.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the other server may stay silent while an answer is streamed. 30 seconds by default.</summary>
    public TimeSpan IdleReadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The largest body of a buffered answer, in bytes after decompression, where the call does not say otherwise.
    /// 256 KiB by default.
    /// </summary>
    public int MaxResponseBytes { get; set; } = 256 * 1024;

    /// <summary>The largest sum of an answer's header lines, in units of 1024 bytes. 32 by default.</summary>
    public int MaxResponseHeadersLength { get; set; } = 32;

    /// <summary>How many buffered calls to one server may run at a time. 16 by default.</summary>
    public int MaxConcurrentCallsPerServer { get; set; } = 16;

    /// <summary>How many streamed calls (downloads, uploads) to one server may run at a time. 32 by default.</summary>
    public int MaxConcurrentStreamsPerServer { get; set; } = 32;

    /// <summary>
    /// How many further calls to one server may wait for their turn; the next one fails at once as unavailable. Counted
    /// apart for buffered and for streamed calls. 128 by default.
    /// </summary>
    public int MaxQueuedCallsPerServer { get; set; } = 128;

    /// <summary>
    /// For how many servers at a time the state of circuit breaker and queue is kept. The longest unused ones are
    /// forgotten first; when all of them are in use, a call to one more fails at once as unavailable. A server takes about
    /// 3 KiB. 4096 by default.
    /// </summary>
    public int MaxTrackedServers { get; set; } = 4096;

    /// <summary>How often a repeatable call is repeated after a transient failure. 2 by default; 0 repeats nothing.</summary>
    public int MaxRetries { get; set; } = 2;

    /// <summary>
    /// The pause before the first repetition; each further one is twice as long, and every pause is shortened by a random
    /// part of up to half. 500 milliseconds by default.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest <c>Retry-After</c> that is waited for within a call. A longer one ends the call; the failure carries it.
    /// 10 seconds by default.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>When calls to a failing server are paused.</summary>
    public OcmCircuitBreakerOptions CircuitBreaker { get; } = new();

    /// <summary>
    /// How long a connection is used before a new one is made, so that changes of a name are noticed. 5 minutes by default.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A proxy for all calls. The proxy itself may have any address. It resolves the names, so the addresses that this
    /// server sees can differ from those that the proxy connects to: a proxy must refuse private addresses itself.
    /// </summary>
    public IWebProxy? Proxy { get; set; }

    /// <summary>Whether the proxy of the operating system or the environment is used. Off by default.</summary>
    public bool UseSystemProxy { get; set; }

    /// <summary>
    /// Roots that are trusted in addition to those of the operating system. Name, dates and purpose of a certificate are
    /// checked all the same.
    /// </summary>
    public X509Certificate2Collection TrustedCertificates { get; } = [];

    /// <summary>
    /// Public keys that a host must show, in addition to a valid certificate: host name (no port) to the SHA-256 hashes
    /// of SubjectPublicKeyInfo in base64, as <c>pin-sha256</c> of RFC 7469, Section 2.4 writes them. One key in the
    /// host's chain must match. Name two, so that the host can change its key.
    /// </summary>
    public IDictionary<string, IList<string>> PinnedCertificates { get; } =
        new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The <c>User-Agent</c> of all calls.</summary>
    public string ClientUserAgent { get; set; } = "Ocm.Sdk";
}
