using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Http;
using Ocm.Client.Signatures;
using Ocm.Discovery;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;

namespace Ocm.Testing.Peers;

/// <summary>
/// Another OCM server for tests: Kestrel on a free port of this machine. It serves a discovery document and its keys,
/// records each request, answers what the test says, and can sign requests as a server would.
/// </summary>
public sealed class FakePeer : IAsyncDisposable
{
    private readonly FakePeerOptions _options;
    private readonly WebApplication _app;
    private readonly FakePeerMeters _meters = new();
    private readonly UsedSignatures _used = new();
    private readonly ConcurrentQueue<FakePeerRequest> _requests = new();
    private readonly ConcurrentDictionary<string, Func<FakePeerRequest, FakePeerAnswer>> _answers = new(StringComparer.Ordinal);
    private int _keyNumber;

    private FakePeer(FakePeerOptions options, WebApplication app, X509Certificate2? certificate)
    {
        _options = options;
        _app = app;
        Certificate = certificate;
    }

    /// <summary>The certificate of an https peer, for callers to trust; null for http.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The port.</summary>
    public int Port { get; private set; }

    /// <summary>The server that the peer plays; of a peer with many names, the one called <c>peer</c>.</summary>
    public OcmHost Host => HostOf("peer");

    /// <summary>The origin of <see cref="Host"/>, without a slash at its end.</summary>
    public string Origin => OriginOf(Host);

    /// <summary>The discovery document; null, the default, serves one that names every endpoint of the server that was asked for.</summary>
    public DiscoveryDocument? Document { get; set; }

    /// <summary>The key with which the peer signs.</summary>
    public SigningKey Key { get; private set; } = null!;

    /// <summary>The keys that it publishes.</summary>
    public JsonWebKeySet PublishedKeys { get; set; } = new();

    /// <summary>Every request so far, oldest first.</summary>
    public IReadOnlyList<FakePeerRequest> Requests => [.. _requests];

    /// <summary>How often the discovery document was fetched.</summary>
    public int DiscoveryFetches => RequestsTo(FakePeerDefaults.DiscoveryPath).Count;

    /// <summary>How often the keys were fetched.</summary>
    public int KeyFetches => RequestsTo(FakePeerDefaults.KeysPath).Count;

    /// <summary>Starts a peer.</summary>
    /// <param name="options">How it presents itself.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The running peer.</returns>
    public static async Task<FakePeer> StartAsync(FakePeerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FakePeerOptions();
        var certificate = options.UseHttps ? FakePeerCertificate.Create(options.HostName) : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listener =>
            {
                if (certificate is not null)
                {
                    listener.UseHttps(certificate);
                }
            });
        });
        var app = builder.Build();
        var peer = new FakePeer(options, app, certificate);
        app.Run(peer.ServeAsync);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        peer.Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        peer.Rotate();
        return peer;
    }

    /// <summary>The server with a name of its own, for a peer that plays many.</summary>
    /// <param name="label">The first label of the name.</param>
    /// <returns>The server; for a peer with one name, that one.</returns>
    public OcmHost HostOf(string label)
    {
        var name = _options.HostName is ['*', '.', .. var rest] ? $"{label}.{rest}" : _options.HostName;
        return OcmHost.Parse(string.Create(CultureInfo.InvariantCulture, $"{name}:{Port}"));
    }

    /// <summary>The document that the peer serves by default, to be changed with <c>with</c> and set as <see cref="Document"/>.</summary>
    /// <returns>The document of <see cref="Host"/>.</returns>
    public DiscoveryDocument CreateDocument() => FakePeerDefaults.Document(Origin);

    /// <summary>Lets a client call this peer: it trusts the certificate and may connect to this machine.</summary>
    /// <param name="options">The client's options.</param>
    public void Allow(OcmHttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AllowedDestinations.Add(new AllowedDestination { Network = "127.0.0.0/8", Port = Port });
        if (Certificate is null)
        {
            options.AllowHttp = true;
        }
        else
        {
            options.TrustedCertificates.Add(Certificate);
        }
    }

    /// <summary>Sets what is answered to requests for a path, discovery and keys included.</summary>
    /// <param name="path">The path, such as <c>/ocm/shares</c>.</param>
    /// <param name="answer">The answer.</param>
    public void Answer(string path, FakePeerAnswer answer) => Answer(path, _ => answer);

    /// <summary>Sets how requests for a path are answered, discovery and keys included.</summary>
    /// <param name="path">The path, such as <c>/ocm/shares</c>.</param>
    /// <param name="answer">Makes the answer; called by several threads at once.</param>
    public void Answer(string path, Func<FakePeerRequest, FakePeerAnswer> answer) => _answers[path] = answer;

    /// <summary>Answers requests for a path as at the beginning.</summary>
    /// <param name="path">The path.</param>
    public void Reset(string path) => _answers.TryRemove(path, out _);

    /// <summary>The requests for a path so far, oldest first.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The requests.</returns>
    public IReadOnlyList<FakePeerRequest> RequestsTo(string path) => [.. _requests.Where(request => request.Path == path)];

    /// <summary>Makes a new key, publishes it before the others, and signs with it from now on.</summary>
    /// <returns>The key.</returns>
    public SigningKey Rotate()
    {
        var key = CreateKey();
        PublishedKeys = new JsonWebKeySet([key.PublicKey, .. PublishedKeys.Keys]);
        Key = key;
        return key;
    }

    /// <summary>Makes a key with an id of this peer, which is neither published nor used.</summary>
    /// <returns>The key.</returns>
    public SigningKey CreateKey() => LocalSigningKey.Generate(
        string.Create(CultureInfo.InvariantCulture, $"{Origin}/ocm#key-{Interlocked.Increment(ref _keyNumber)}"), _options.KeyAlgorithm);

    /// <summary>A POST of this peer to another server, signed by it.</summary>
    /// <param name="uri">Where to.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">The content type.</param>
    /// <param name="key">The key to sign with; the peer's own when left out.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The request, ready to be sent once.</returns>
    public async Task<HttpRequestMessage> CreateSignedPostAsync(
        Uri uri,
        ReadOnlyMemory<byte> body,
        string contentType = "application/json",
        SigningKey? key = null,
        CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        await new OcmRequestSigner(_options.TimeProvider).SignAsync(request, body, key ?? Key, cancellationToken).ConfigureAwait(false);
        return request;
    }

    /// <summary>Judges the signature of a received request as this SDK does; each signature is accepted once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">The server that should have signed.</param>
    /// <param name="keys">That server's keys.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The verdict.</returns>
    public ValueTask<OcmSignatureVerdict> VerifyAsync(
        FakePeerRequest request, OcmHost caller, JsonWebKeySet keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var verifier = new OcmSignatureVerifier(
            new FixedPeerKeys(caller, keys), Options.Create(new OcmClientOptions()), _options.TimeProvider, _meters);
        return verifier.VerifyAsync(request.ToView(), request.Body, [caller], _used, cancellationToken);
    }

    /// <summary>Stops the peer at once; answers that still wait are broken off.</summary>
    /// <returns>When it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync(now.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _meters.Dispose();
        Certificate?.Dispose();
    }

    private string OriginOf(OcmHost host) => $"{(_options.UseHttps ? "https" : "http")}://{host}";

    private async Task ServeAsync(HttpContext context)
    {
        var request = await RecordAsync(context).ConfigureAwait(false);
        _requests.Enqueue(request);
        var answer = _answers.TryGetValue(request.Path, out var create) ? create(request) : DefaultAnswer(request);
        await answer.Gate.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = answer.StatusCode;
        context.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (!answer.Body.IsEmpty)
        {
            context.Response.ContentLength = answer.Body.Length;
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task<FakePeerRequest> RecordAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var target = $"{(_options.UseHttps ? "https" : "http")}://{context.Request.Host}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}";
        return new FakePeerRequest
        {
            Method = context.Request.Method,
            TargetUri = target,
            Path = context.Request.Path.Value ?? "/",
            Host = OcmHost.FromUri(new Uri(target)),
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.OfType<string>().ToArray(), StringComparer.OrdinalIgnoreCase),
            Body = body.ToArray(),
        };
    }

    private FakePeerAnswer DefaultAnswer(FakePeerRequest request) => request.Path switch
    {
        FakePeerDefaults.DiscoveryPath =>
            new FakePeerAnswer(200, OcmJson.Write(Document ?? FakePeerDefaults.Document(OriginOf(request.Host))), "application/json"),
        FakePeerDefaults.KeysPath => new FakePeerAnswer(200, PublishedKeys.ToJson(), JsonWebKeySet.MediaType),
        var path => FakePeerDefaults.Answers.GetValueOrDefault(path, FakePeerAnswer.Status(404)),
    };
}
