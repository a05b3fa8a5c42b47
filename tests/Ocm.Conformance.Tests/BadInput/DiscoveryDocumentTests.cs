using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.BadInput;

/// <summary>Each field of another server's discovery document in each bad form: the failure names it, and no endpoint is called.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class DiscoveryDocumentTests
{
    private const string Valid =
        """
        {"enabled":true,"apiVersion":"1.4.0","endPoint":"http://peer.example/ocm","provider":"Peer",
        "resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav"}},{"name":"folder","shareTypes":["user","group"],"protocols":{"webdav":"/dav"}}],
        "capabilities":["http-sig"],"criteria":["must-use-http-sig"],"jwksUri":"http://peer.example/ocm/jwks","tokenEndPoint":"http://peer.example/ocm/token","inviteAcceptDialog":"/accept"}
        """;

    // One peer with as many names as there are cases, so that no cache stands between them.
    private readonly ConcurrentDictionary<OcmHost, string> _documents = new();
    private FakePeer _peer = null!;
    private ServiceProvider _client = null!;
    private int _number;

    internal static FieldRule[] Fields =>
    [
        .. MessageFields.Discovery,
        new("resourceTypes[0].shareTypes", FieldKind.Words) { Required = true, Max = 64 },
        new("resourceTypes[0].protocols", FieldKind.Object) { Required = true },
    ];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "*.peer.test" });
        _peer.Answer("/.well-known/ocm", request => FakePeerAnswer.Json(_documents[request.Host]));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOcmClient();
        services.Configure<OcmHttpOptions>(_peer.Allow);
        services.AddSingleton<INameResolver, LoopbackNames>();
        _client = services.BuildServiceProvider();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static IEnumerable<TestCaseData<string, string>> Bad() =>
        from field in Fields
        from variant in FieldVariants.Of(Valid, field)
        where variant.Bad
        select new TestCaseData<string, string>(field.Path, variant.Json).SetArgDisplayNames(field.Path, variant.What);

    [TestCaseSource(nameof(Bad))]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    [Property("Requirement", "DISC-01"), Property("Forbidden", "DISC-01")]
    [Property("Requirement", "DISC-02"), Property("Forbidden", "DISC-02")]
    public async Task Discover_BadField_FailsAndNamesIt(string field, string json)
    {
        var failure = (await DiscoverAsync(json)).Failure;

        Assert.That(failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse), json);
        Assert.That(failure!.ValidationErrors.Select(error => error.Name), Does.Contain(field));
        AssertOurWords(failure);
    }

    private static IEnumerable<TestCaseData<string>> Twice() =>
        Fields.Select(field => new TestCaseData<string>(FieldVariants.Twice(Valid, field.Path)).SetArgDisplayNames(field.Path));

    [TestCaseSource(nameof(Twice))]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    public async Task Discover_FieldTwice_Fails(string json) =>
        Assert.That((await DiscoverAsync(json)).Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));

    [TestCase("endPoint", "\"http://zq9mark.example/ocm\"")]
    [TestCase("endPoint", "\"/ocm\"")]
    [TestCase("jwksUri", "\"http://zq9mark.example/keys\"")]
    [TestCase("tokenEndPoint", "\"http://zq9mark.example/token\"")]
    [TestCase("tokenEndPoint", "\"http://user:zq9mark@peer.example/token\"")]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    public async Task Discover_UrlElsewhere_FailsAndNamesIt(string field, string value)
    {
        var failure = (await DiscoverAsync(FieldVariants.With(Valid, field, value))).Failure;

        Assert.That(failure?.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { field }));
        AssertOurWords(failure!);
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    [Property("Requirement", "DISC-06")]
    public async Task Discover_ValidDocumentWithUnknownValues_IsTaken()
    {
        var server = await DiscoverAsync(FieldVariants.With(FieldVariants.With(Valid, "capabilities", "[\"x-unknown\"]"), "apiVersion", "\"9.9\""));

        Assert.That(server.Failure, Is.Null);
        Assert.That(server.Value!.Document.Capabilities!.Single().Value, Is.EqualTo("x-unknown"));
    }

    private async Task<OcmResult<DiscoveredServer>> DiscoverAsync(string json)
    {
        var host = _peer.HostOf(string.Create(CultureInfo.InvariantCulture, $"case-{Interlocked.Increment(ref _number)}"));
        _documents[host] = json.Replace("peer.example", host.Value, StringComparison.Ordinal);
        var result = await _client.GetRequiredService<IOcmClient>().DiscoverAsync(host);
        Assert.That(_peer.Requests.Where(request => request.Host == host).Select(request => request.Path), Is.EqualTo(new[] { "/.well-known/ocm" }));
        return result;
    }

    private static void AssertOurWords(OcmFailure failure) =>
        Assert.That(failure.Message + string.Concat(failure.ValidationErrors), Does.Not.Contain(FieldVariants.Marker));
}
