using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Directories;
using Ocm.Client.Http;
using Ocm.Client.Tests.Calls;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Directories;

/// <summary>A directory service over HTTPS on a port of its own.</summary>
internal sealed class DirectoryPeer : IAsyncDisposable
{
    public const string Path = "/directory";

    private DirectoryPeer(FakePeer peer, LocalSigningKey key)
    {
        Peer = peer;
        Key = key;
    }

    public FakePeer Peer { get; }

    public LocalSigningKey Key { get; }

    public Uri Url => new(Peer.Origin + Path);

    public string PublicKey => Encoding.UTF8.GetString(Key.PublicKey.ToJson());

    public int Fetches => Peer.RequestsTo(Path).Count;

    public static async Task<DirectoryPeer> StartAsync(string algorithm = "Ed25519") =>
        new(await FakePeer.StartAsync(), LocalSigningKey.Generate("directory#1", algorithm));

    /// <summary>A client that is configured with these directories.</summary>
    public static ClientUnderTest Client(
        TimeProvider? clock, Action<OcmDirectoryOptions>? configure, Action<OcmHttpOptions>? configureHttp, params DirectoryPeer[] directories) =>
        new(timeProvider: clock, configureHttp: options =>
        {
            foreach (var directory in directories)
            {
                directory.Peer.Allow(options);
            }

            options.MaxRetries = 0;
            configureHttp?.Invoke(options);
        }, register: services =>
        {
            foreach (var directory in directories)
            {
                services.AddDirectoryService(directory.Url, directory.PublicKey);
            }

            services.Configure<OcmDirectoryOptions>(options => configure?.Invoke(options));
        });

    public static ClientUnderTest Client(params DirectoryPeer[] directories) => Client(null, null, null, directories);

    /// <summary>Publishes JSON, signed.</summary>
    public async Task PublishAsync(
        string json, JwsSerialization serialization = JwsSerialization.FlattenedJson, SigningKey? key = null, string? maxAge = null, string? etag = null)
    {
        var body = await JsonWebSignature.SignAsync(Encoding.UTF8.GetBytes(json), key ?? Key, serialization);
        var headers = new Dictionary<string, string>();
        if (maxAge is not null)
        {
            headers["Cache-Control"] = $"max-age={maxAge}";
        }

        if (etag is not null)
        {
            headers["ETag"] = etag;
        }

        Peer.Answer(Path, request => etag is not null && request.Header("If-None-Match") == etag
            ? FakePeerAnswer.Status(304) with { Headers = headers }
            : new FakePeerAnswer(200, body, "application/jose+json") { Headers = headers });
    }

    public Task PublishServersAsync(params string[] servers) => PublishAsync(Json("The federation", servers));

    public static string Json(string federation, params string[] servers) =>
        $$"""{"federation":"{{federation}}","servers":[{{string.Join(',', servers)}}]}""";

    public static string Server(string url, string name = "A server") => $$"""{"url":"{{url}}","displayName":"{{name}}"}""";

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}
