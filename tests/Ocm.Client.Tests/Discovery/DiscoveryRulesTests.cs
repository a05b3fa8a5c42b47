using System.Text;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Tests.Http;
using Ocm.Client.Tests.Signatures;
using Ocm.Discovery;
using Ocm.Errors;

namespace Ocm.Client.Tests.Discovery;

/// <summary>Which documents and URLs of another server are accepted.</summary>
[TestFixture]
internal sealed class DiscoveryRulesTests
{
    private static readonly OcmHost Host = OcmHost.Parse("cloud.example.org");

    private static readonly string[] ForeignUrls =
    [
        "https://evil.example.net/ocm",
        "https://evil.cloud.example.org/ocm",
        "https://cloud.example.org:8443/ocm",
        "https://cloud.example.org.evil.net/ocm",
        "https://203.0.113.7/ocm",
        "http://cloud.example.org/ocm",
        "ftp://cloud.example.org/ocm",
        "file:///etc/passwd",
        "/ocm",
        "//cloud.example.org/ocm",
        "cloud.example.org/ocm",
        "https:/cloud.example.org/ocm",
        "https:cloud.example.org/ocm",
        "https:\\\\\\\\cloud.example.org\\\\ocm",
        "https://cloud.example.org\\\\@evil.net/ocm",
        "https://evil.net\\\\@cloud.example.org/ocm",
        "https://user@cloud.example.org/ocm",
        "https://user:pass@cloud.example.org/ocm",
        "https://@cloud.example.org/ocm",
        "https://cloud.example.org@evil.net/ocm",
        "https://cloud.example.org/ocm#fragment",
        "https://cloud.example.org/ocm#",
        " https://cloud.example.org/ocm",
        "https://cloud.example.org/ocm ",
        "https://cloud.example.org/o cm",
        "https://cloud.example.org/\\u00f6cm",
        "https://cloud.example.org%2f@evil.net/ocm",
        "https://cloud.example.org%00.evil.net/ocm",
        "https://cloud\\u3002example.org/ocm",
        "https://cloud.example.org:99999/ocm",
        "https:///ocm",
        "https://",
        "javascript:alert(1)",
        "not a url",
    ];

    [TestCase("https://cloud.example.org/ocm", "https://cloud.example.org/ocm")]
    [TestCase("https://cloud.example.org/ocm/", "https://cloud.example.org/ocm")]
    [TestCase("https://cloud.example.org", "https://cloud.example.org/")]
    [TestCase("https://CLOUD.example.org:443/api/v2.1/ocm//", "https://cloud.example.org/api/v2.1/ocm")]
    [TestCase("HTTPS://cloud.example.org/index.php/ocm", "https://cloud.example.org/index.php/ocm")]
    public void Read_EndPointOnTheServer_IsAccepted(string endPoint, string expected)
    {
        var server = Read(Document(endPoint)).Value!;

        Assert.That(server.EndPoint.AbsoluteUri, Is.EqualTo(expected));
        Assert.That(server.Api("shares").AbsoluteUri, Is.EqualTo(expected.TrimEnd('/') + "/shares"));
    }

    [TestCaseSource(nameof(ForeignUrls))]
    [Property("Requirement", "DISC-14")]
    public void Read_EndPointElsewhere_FailsAndNamesTheField(string url)
    {
        var failure = Read(Document(url)).Failure!;

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.ValidationErrors.Single().Name, Is.EqualTo("endPoint"));
    }

    [TestCaseSource(nameof(ForeignUrls))]
    [Property("Requirement", "SIG-01")]
    public void Read_KeysElsewhere_FailsAndNamesTheField(string url) => Assert.That(
        Read(Document(extra: $",\"jwksUri\":\"{url}\"")).Failure!.ValidationErrors.Single().Name, Is.EqualTo("jwksUri"));

    [TestCaseSource(nameof(ForeignUrls))]
    [Property("Requirement", "TOK-01")]
    public void Read_TokenEndPointElsewhere_FailsAndNamesTheField(string url) => Assert.That(
        Read(Document(extra: $",\"tokenEndPoint\":\"{url}\"")).Failure!.ValidationErrors.Single().Name, Is.EqualTo("tokenEndPoint"));

    [Test]
    public void Read_EndPointWithQuery_Fails() =>
        Assert.That(Read(Document("https://cloud.example.org/ocm?x=y")).IsSuccess, Is.False);

    [Test]
    public void Read_HttpAllowed_AcceptsHttpOnTheSamePort()
    {
        var host = OcmHost.Parse("cloud.example.org:8080");
        var rules = Create(http: new OcmHttpOptions { AllowHttp = true });

        var same = rules.Read(host, new Uri("http://cloud.example.org:8080/"), Document("http://cloud.example.org:8080/ocm"));
        var other = rules.Read(host, new Uri("http://cloud.example.org:8080/"), Document("http://cloud.example.org/ocm"));

        Assert.That(same.IsSuccess, Is.True);
        Assert.That(other.IsSuccess, Is.False);
    }

    [Test]
    public void Read_ForeignEndpointAllowed_AcceptsThatHostForThatServerOnly()
    {
        var options = new OcmClientOptions { ForeignEndpoints = { ["cloud.example.org"] = ["ocm.example.org:8443"] } };
        var rules = Create(options);
        var document = Document("https://ocm.example.org:8443/ocm");

        var allowed = rules.Read(Host, Origin, document);
        var other = rules.Read(OcmHost.Parse("other.example.org"), new Uri("https://other.example.org/"), document);

        Assert.That(allowed.Value?.EndPoint.AbsoluteUri, Is.EqualTo("https://ocm.example.org:8443/ocm"));
        Assert.That(other.IsSuccess, Is.False);
    }

    [TestCase("/accept", "https://cloud.example.org/accept")]
    [TestCase("/index.php/apps/x?y=z", "https://cloud.example.org/index.php/apps/x?y=z")]
    [TestCase("https://cloud.example.org/accept", "https://cloud.example.org/accept")]
    [TestCase("https://evil.example.net/accept", null)]
    [TestCase("//evil.example.net/accept", null)]
    [TestCase("/\\\\evil.example.net", null)]
    [TestCase("accept", null)]
    [TestCase("javascript:alert(1)", null)]
    [Property("Requirement", "DISC-11")]
    public void Read_InviteAcceptDialog_IsResolvedAgainstTheOriginOrLeftOut(string dialog, string? expected)
    {
        var server = Read(Document(extra: $",\"inviteAcceptDialog\":\"{dialog}\"")).Value!;

        Assert.That(server.InviteAcceptDialog?.AbsoluteUri, Is.EqualTo(expected));
    }

    [TestCase("""{"enabled":false}""")]
    [TestCase("""{"enabled":false,"apiVersion":"1.4.0","endPoint":"","resourceTypes":[]}""")]
    [Property("Requirement", "DISC-19")]
    public void Read_Disabled_SaysSo(string json) =>
        Assert.That(Read(Encoding.UTF8.GetBytes(json)).Failure!.Kind, Is.EqualTo(OcmFailureKind.Disabled));

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("\"enabled\"")]
    [TestCase("{\"enabled\":true,\"enabled\":true}")]
    [TestCase("<html></html>")]
    [TestCase("{\"enabled\":tru")]
    [Property("Requirement", "DISC-14")]
    public void Read_NoJsonObject_SaysSo(string json)
    {
        var failure = Read(Encoding.UTF8.GetBytes(json)).Failure!;

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.Message, Does.Contain("JSON"));
    }

    [TestCase("enabled")]
    [TestCase("apiVersion")]
    [TestCase("endPoint")]
    [TestCase("resourceTypes")]
    [Property("Requirement", "DISC-14")]
    public void Read_RequiredFieldMissing_NamesIt(string field)
    {
        var json = Encoding.UTF8.GetString(Document()).Replace($"\"{field}\"", $"\"x-{field}\"", StringComparison.Ordinal);

        var failure = Read(Encoding.UTF8.GetBytes(json)).Failure!;

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.Message, Does.Contain(field));
        Assert.That(failure.ValidationErrors.Select(e => e.Name), Does.Contain(field));
    }

    [Test]
    [Property("Requirement", "DISC-06")]
    public void Read_UnknownCapabilitiesAndMembers_AreKept()
    {
        var server = Read(Document(extra: ""","capabilities":["http-sig","of-tomorrow"],"x-vendor":{"a":1}""")).Value!;

        Assert.That(server.TakesSignatures, Is.True);
        Assert.That(server.Document.Has(new Capability("of-tomorrow")), Is.True);
        Assert.That(server.Document.AdditionalMembers!["x-vendor"].GetProperty("a").GetInt32(), Is.EqualTo(1));
    }

    private static Uri Origin { get; } = new("https://cloud.example.org/");

    private static DiscoveryRules Create(OcmClientOptions? options = null, OcmHttpOptions? http = null) =>
        new(
            Options.Create(options ?? new OcmClientOptions()),
            Options.Create(http ?? new OcmHttpOptions()),
            new LegacyMessageReader(Options.Create(options ?? new OcmClientOptions()), new TestMeters()),
            new ManualClock());

    private static OcmResult<DiscoveredServer> Read(byte[] json) => Create().Read(Host, Origin, json);

    private static byte[] Document(string endPoint = "https://cloud.example.org/ocm", string extra = "") => Encoding.UTF8.GetBytes(
        $$$"""{"enabled":true,"apiVersion":"1.4.0","endPoint":"{{{endPoint}}}","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav"}}]{{{extra}}}}""");
}
