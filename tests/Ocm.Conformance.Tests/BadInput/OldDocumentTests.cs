using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Each field of each older server's discovery document in each form, read by a server that takes older forms: no more comes of it
/// than the draft's reading or the table has, a share is sent nowhere else, and a call that needs the document is answered.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class OldDocumentTests
{
    private const string WellKnown = "/.well-known/ocm";

    // One peer with as many names as there are cases, so that no cache stands between them.
    private readonly ConcurrentDictionary<OcmHost, (string Path, string Json)> _documents = new();
    private readonly HttpClient _http = new();
    private FakePeer _peer = null!;
    private OcmTestServer _server = null!;
    private ServiceProvider _strict = null!;
    private int _number;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "*.peer.test" });
        _peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, _peer.PublishedKeys.ToJson(), "application/json"));
        foreach (var path in new[] { WellKnown, "/ocm-provider/" })
        {
            _peer.Answer(path, request => _documents[request.Host] is var document && document.Path == path ? FakePeerAnswer.Json(document.Json) : FakePeerAnswer.Status(404));
        }

        foreach (var path in new[] { "/ocm/shares", "/api/v2.1/ocm/shares" })
        {
            _peer.Answer(path, FakePeerAnswer.Json("""{"recipientDisplayName":"Einstein"}""") with { StatusCode = 201 });
        }

        _server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = OcmPosture.Interoperable,
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services.AddSingleton<INameResolver, LoopbackNames>(),
        });
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOcmClient();
        services.Configure<OcmHttpOptions>(_peer.Allow);
        services.AddSingleton<INameResolver, LoopbackNames>();
        _strict = services.BuildServiceProvider();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _strict.DisposeAsync();
        await _server.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static IEnumerable<TestCaseData<OldDocumentCase>> Cases() =>
        from document in OldDocuments.All
        from value in document.Cases()
        select new TestCaseData<OldDocumentCase>(value).SetArgDisplayNames(document.Name, value.Field, value.What);

    [TestCaseSource(nameof(Cases))]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    [Property("Requirement", "DISC-17")]
    public async Task Discover_FieldOfAnOlderForm_IsReadAsTheDraftOrTheTableHasIt(OldDocumentCase value)
    {
        var (host, discovered) = await DiscoverAsync(value);
        var read = Describe(host, discovered);

        Assert.That(read, Is.EqualTo(value.Value is null ? await ByTheDraftAsync(value) : await ByTheTableAsync(value)));
        if (value.IsBad && value.Value is null)
        {
            Assert.That(discovered.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        }

        Assert.That(discovered.Failure?.Message + string.Concat(discovered.Failure?.ValidationErrors ?? []), Does.Not.Contain(FieldVariants.Marker));
        Assert.That(
            RequestsTo(host).Select(request => request.Path),
            Is.EqualTo(value.Document.Path == WellKnown ? new[] { WellKnown } : [WellKnown, value.Document.Path]));
    }

    private static IEnumerable<TestCaseData<OldDocument, string>> Twice() =>
        from document in OldDocuments.All
        from field in document.Fields
        where !field.Path.StartsWith("publicKey", StringComparison.Ordinal)
        select new TestCaseData<OldDocument, string>(document, FieldVariants.Twice(document.Old, field.Path)).SetArgDisplayNames(document.Name, field.Path);

    [TestCaseSource(nameof(Twice))]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    public async Task Discover_FieldOfAnOlderFormTwice_Fails(OldDocument document, string json)
    {
        var host = Publish(document.Path, json);

        Assert.That((await DiscoverAsync(host)).Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That((await CreateAsync(host)).Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(RequestsTo(host).Where(request => request.Method == "POST"), Is.Empty);
    }

    [TestCaseSource(nameof(Cases))]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    public async Task CreateAsync_FieldOfAnOlderForm_IsSentToTheServerOrRefused(OldDocumentCase value)
    {
        var (host, discovered) = await DiscoverAsync(value);

        var created = await CreateAsync(host);

        var sent = RequestsTo(host).Where(request => request.Method == "POST").ToList();
        if (discovered.Failure is { } failure)
        {
            Assert.That(created.Failure?.Kind, Is.EqualTo(failure.Kind));
        }

        Assert.That(sent.Select(request => request.TargetUri), created.IsSuccess ? Is.EqualTo(new[] { discovered.Value!.EndPoint.AbsoluteUri.TrimEnd('/') + "/shares" }) : Is.Empty);
    }

    [TestCaseSource(nameof(Cases))]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    public async Task Shares_OfAServerWhoseDocumentIsBad_AreRefusedAndNothingIsStored(OldDocumentCase value)
    {
        var (host, discovered) = await DiscoverAsync(value);

        var signed = await PostAsync(host, signed: true, "signed");
        var unsigned = await PostAsync(host, signed: false, "unsigned");

        // Whoever signed once is not taken unsigned again; and what cannot be discovered cannot be known.
        Assert.That((signed.Status, unsigned.Status), Is.EqualTo(discovered.IsSuccess ? (201, 401) : (401, 401)), signed.Body + unsigned.Body);
        Assert.That(signed.Body + unsigned.Body, Does.Not.Contain(FieldVariants.Marker));
        var stored = await _server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"));
        Assert.That(stored.Where(share => share.SendingServer == host).Select(share => share.ProviderId), discovered.IsSuccess ? Is.EqualTo(new[] { "signed" }) : Is.Empty);
    }

    private async Task<(OcmHost Host, OcmResult<DiscoveredServer> Discovered)> DiscoverAsync(OldDocumentCase value)
    {
        var host = Publish(value.Document.Path, value.Old);
        return (host, await DiscoverAsync(host));
    }

    private ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost host) =>
        _server.WithAsync<IOcmClient, OcmResult<DiscoveredServer>>(client => client.DiscoverAsync(host));

    private OcmHost Publish(string path, string json)
    {
        var host = _peer.HostOf(string.Create(CultureInfo.InvariantCulture, $"case-{Interlocked.Increment(ref _number)}"));
        _documents[host] = (path, json.Replace("peer.example", host.Value, StringComparison.Ordinal));
        return host;
    }

    private List<FakePeerRequest> RequestsTo(OcmHost host) => [.. _peer.Requests.Where(request => request.Host == host && request.Path != "/.well-known/jwks.json")];

    private async Task<string> ByTheDraftAsync(OldDocumentCase value)
    {
        var host = Publish(WellKnown, value.Draft);
        var discovered = await _strict.GetRequiredService<IOcmClient>().DiscoverAsync(host);

        // The older place is a second try, and when both fail, the failure is that of the first.
        return discovered.Failure is not null && value.Document.Path != WellKnown ? "InvalidResponse: " : Describe(host, discovered);
    }

    private async Task<string> ByTheTableAsync(OldDocumentCase value)
    {
        if (value.Value!.Fails is { } kind)
        {
            return value.Document.Path == WellKnown ? $"{kind}: {value.Value.Named}" : "InvalidResponse: ";
        }

        var host = Publish(WellKnown, value.Document.Draft);
        var json = Describe(host, await _strict.GetRequiredService<IOcmClient>().DiscoverAsync(host));
        foreach (var (path, read) in value.Value.Reads)
        {
            json = FieldVariants.With(json, path, read ?? "null");
        }

        return json;
    }

    /// <summary>All that is concluded from a document, or why nothing is, without the server's own name.</summary>
    private static string Describe(OcmHost host, OcmResult<DiscoveredServer> discovered)
    {
        if (!discovered.TryGetValue(out var server, out var failure))
        {
            return $"{failure.Kind}: {string.Join(' ', failure.ValidationErrors.Select(error => error.Name))}";
        }

        var document = JsonNode.Parse(OcmJson.Write(server.Document))!.AsObject();
        var read = new JsonObject
        {
            ["apiVersion"] = server.Document.ApiVersion,
            ["endPoint"] = server.EndPoint.AbsoluteUri,
            ["provider"] = server.Document.Provider,
            ["tokenEndPoint"] = server.TokenEndPoint?.AbsoluteUri,
            ["jwksUri"] = server.JwksUri?.AbsoluteUri,
            ["inviteAcceptDialog"] = server.InviteAcceptDialog?.AbsoluteUri,
            ["resourceTypes"] = document["resourceTypes"]!.DeepClone(),
            ["capabilities"] = Words(server.Document.Capabilities?.Select(capability => capability.Value)),
            ["criteria"] = Words(server.Document.Criteria?.Select(criterion => criterion.Value)),
            ["publicKey"] = document["publicKey"]?.DeepClone(),
        };
        return read.ToJsonString().Replace(host.Value, "peer.example", StringComparison.Ordinal);
    }

    // The same word twice says no more than once.
    private static JsonArray? Words(IEnumerable<string>? words) =>
        words is null ? null : new JsonArray([.. words.Distinct(StringComparer.Ordinal).Select(word => (JsonNode)word)]);

    private ValueTask<OcmResult<SentShare>> CreateAsync(OcmHost host) =>
        _server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new OcmAddress("einstein", host),
            ResourceType = ResourceType.File,
            ResourceId = "/papers/a.md",
            Name = "a.md",
        }));

    private async Task<Answer> PostAsync(OcmHost host, bool signed, string providerId)
    {
        var body = Encoding.UTF8.GetBytes(
            $$$"""
            {"shareWith":"{{{_server.Address("marie")}}}","name":"notes.md","providerId":"{{{providerId}}}","owner":"einstein@{{{host}}}","sender":"einstein@{{{host}}}",
            "shareType":"user","resourceType":"file","protocol":{"name":"multi","webdav":{"uri":"http://{{{host}}}/dav/1","sharedSecret":"a-secret","permissions":["read"]} } }
            """);
        var uri = new Uri(_server.Origin, "/ocm/shares");
        using var request = signed ? await _peer.CreateSignedPostAsync(uri, body) : new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
        request.Content!.Headers.ContentType = new("application/json");
        using var response = await _http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }
}
