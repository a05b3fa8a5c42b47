using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Directories;
using Ocm.Client.Http;
using Ocm.Conformance.Rig;
using Ocm.Directories;
using Ocm.Errors;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Invites;
using Ocm.Server.Invites;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.Directories;

/// <summary>A directory service of one's own, what other servers take from it, and the where-are-you-from page that shows it.</summary>
internal sealed class DirectoryTests
{
    [Test]
    [Property("Requirement", "DIR-01")]
    public async Task Directory_EachAlgorithmAndForm_IsPublishedAndReadByAnotherServer(
        [Values("ES256", "RS256", "PS256", "Ed25519")] string algorithm, [Values] JwsSerialization form)
    {
        var key = LocalSigningKey.Generate("directory#1", algorithm);
        await using var directory = await PublishAsync(key, form);
        await using var server = await ReaderAsync(new Uri(directory.Origin, "/directory"), key);

        var listing = await server.Services.GetRequiredService<IServerDirectory>().ListAsync();

        Assert.That(listing.Services.Single().Failure, Is.Null);
        Assert.That(listing.Servers.Select(listed => listed.Host.Value), Is.EqualTo(new[] { "cloud.example.org", "files.example.org:8443" }));
    }

    [TestCase("another key")]
    [TestCase("unsigned")]
    [TestCase("decoded")]
    [Property("Requirement", "DIR-01"), Property("Forbidden", "DIR-01")]
    public async Task Directory_NotSignedByTheConfiguredKey_ListsNothing(string what)
    {
        var key = LocalSigningKey.Generate("directory#1", "ES256");
        await using var directory = await PeerDirectoryAsync(what switch
        {
            "another key" => await SignAsync(Example, LocalSigningKey.Generate("directory#1", "ES256")),
            "unsigned" => Example,
            _ => $$"""{"payload":{{Example}},"protected":{"alg":"ES256"},"signature":"AAAA"}""",
        });
        await using var server = await ReaderAsync(new Uri($"{directory.Origin}/directory"), key);

        var listing = await server.Services.GetRequiredService<IServerDirectory>().ListAsync();

        Assert.That(listing.Servers, Is.Empty);
        Assert.That(listing.Services.Single().Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [TestCase("https://a.example/ocm")]
    [TestCase("https://a.example?x")]
    [TestCase("https://a.example#x")]
    [TestCase("https://marie@a.example")]
    [TestCase("ftp://a.example")]
    [TestCase("a.example")]
    [Property("Requirement", "DIR-02"), Property("Forbidden", "DIR-02")]
    public async Task Directory_EntryThatIsNoServer_IsDroppedAndReportedAndTheOthersStay(string url)
    {
        var key = LocalSigningKey.Generate("directory#1", "ES256");
        var document = JsonNode.Parse(Example)!;
        document["servers"]![0]!["url"] = url;
        await using var directory = await PeerDirectoryAsync(await SignAsync(document.ToJsonString(), key));
        await using var server = await ReaderAsync(new Uri($"{directory.Origin}/directory"), key);

        var listing = await server.Services.GetRequiredService<IServerDirectory>().ListAsync();

        Assert.That(listing.Servers.Select(listed => listed.Host.Value), Is.EqualTo(new[] { "files.example.org:8443" }));
        Assert.That(listing.Services.Single().Dropped.Select(error => error.Name), Is.EqualTo(new[] { "servers[0].url" }));
    }

    private static IEnumerable<TestCaseData<string>> Fields(bool bad) =>
        from field in Serialization.MessageFields.Directory
        from variant in Serialization.FieldVariants.Of(Example, field)
        where variant.Bad == bad
        select new TestCaseData<string>(variant.Json).SetArgDisplayNames(field.Path, variant.What);

    [TestCaseSource(nameof(Fields), new object[] { false })]
    [Property("Requirement", "DIR-01")]
    [Property("Requirement", "DIR-02")]
    public async Task Directory_EachGoodField_IsTaken(string document) => Assert.That(await LosesAsync(document), Is.False, document);

    [TestCaseSource(nameof(Fields), new object[] { true })]
    [Property("Requirement", "DIR-01"), Property("Forbidden", "DIR-01")]
    [Property("Requirement", "DIR-02"), Property("Forbidden", "DIR-02")]
    public async Task Directory_EachBadField_DropsItsEntryOrTheDocument(string document) => Assert.That(await LosesAsync(document), Is.True, document);

    private static async Task<bool> LosesAsync(string document)
    {
        var key = LocalSigningKey.Generate("directory#1", "ES256");
        await using var directory = await PeerDirectoryAsync(await SignAsync(document, key));
        await using var server = await ReaderAsync(new Uri($"{directory.Origin}/directory"), key);

        var status = (await server.Services.GetRequiredService<IServerDirectory>().ListAsync()).Services.Single();

        return status.Failure is not null || status.DroppedCount > 0;
    }

    [Test]
    [Property("Requirement", "DIR-02"), Property("Forbidden", "DIR-02")]
    public async Task Publish_EntryThatIsNoServer_StopsTheStart() => Assert.That(
        async () => await PublishAsync(LocalSigningKey.Generate("directory#1", "ES256"), JwsSerialization.Compact, "https://a.example/ocm"),
        Throws.TypeOf<OptionsValidationException>().With.Message.Contains("servers[2].url"));

    [Test]
    [Property("Requirement", "DIR-03")]
    [Property("Requirement", "DISC-11")]
    [Property("Requirement", "INV-11")]
    public async Task Wayf_TwoDirectories_ShowsTheirUnionAndSendsToTheChosenServersDialog()
    {
        var key = LocalSigningKey.Generate("directory#1", "ES256");
        await using var peer = await PeerDirectoryAsync(await SignAsync(Example, key));
        await using var directory = await PublishAsync(key, JwsSerialization.Compact, peer.Origin);
        await using var server = await ReaderAsync(new Uri(directory.Origin, "/directory"), key, new Uri($"{peer.Origin}/directory"));
        var invite = (await server.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("marie"))).Value!;

        var page = (await server.WithAsync<IWayf, OcmResult<WayfPage>>(wayf => wayf.OpenAsync(invite.Token))).Value!;
        var chosen = await server.WithAsync<IWayf, OcmResult<Uri>>(wayf => wayf.ChooseAsync(invite.Token, peer.Host.Value));
        var byStranger = await server.WithAsync<IWayf, OcmResult<WayfPage>>(wayf => wayf.OpenAsync(SecretString.Generate()));

        Assert.That(page.Servers.Select(listed => listed.Host.Value), Is.EquivalentTo(new[] { "cloud.example.org", "files.example.org:8443", peer.Host.Value }));
        Assert.That(chosen.Value!.ToString(), Is.EqualTo($"{peer.Origin}/accept-invite?token={invite.Token.Reveal()}&providerDomain={Uri.EscapeDataString(server.Host.Value)}"));
        Assert.That(byStranger.Failure!.Kind, Is.EqualTo(OcmFailureKind.NotFound));
    }

    [TestCase(500)]
    [TestCase(404)]
    [Property("Requirement", "DIR-01")]
    public async Task List_ServiceIsDown_TheLastGoodDocumentIsUsedAndSaidToBeStale(int status)
    {
        var key = LocalSigningKey.Generate("directory#1", "ES256");
        var time = new Testing.Time.ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var peer = await PeerDirectoryAsync(await SignAsync(Example, key));

        // A retry would wait on the test's clock, which stands.
        await using var server = await ReaderAsync([new Uri($"{peer.Origin}/directory")], key, time, http => http.MaxRetries = 0);
        var servers = server.Services.GetRequiredService<IServerDirectory>();
        var fresh = await servers.ListAsync();
        peer.Answer("/directory", FakePeerAnswer.Status(status));
        time.Advance(TimeSpan.FromHours(1));

        var stale = await servers.ListAsync();

        Assert.That(fresh.Servers, Is.Not.Empty);
        Assert.That(fresh.Services.Single().IsStale, Is.False);
        Assert.That(stale.Servers.Select(listed => listed.Host), Is.EqualTo(fresh.Servers.Select(listed => listed.Host)));
        Assert.That((stale.Services.Single().IsStale, stale.Services.Single().Failure is not null), Is.EqualTo((true, true)));
        Assert.That(peer.RequestsTo("/directory"), Has.Count.EqualTo(2));
    }

    [Test]
    [Property("Requirement", "DIR-01")]
    public async Task Get_Directory_IsAnonymousAndHoldsTheDocument() => Assert.That(
        JsonElement.Parse(await GetDocumentAsync()).GetProperty("federation").GetString(), Is.EqualTo("The physicists"));

    /// <summary>What a directory of one's own publishes, taken out of its signature.</summary>
    internal static async Task<string> GetDocumentAsync()
    {
        await using var directory = await PublishAsync(LocalSigningKey.Generate("directory#1", "Ed25519"), JwsSerialization.FlattenedJson);
        using var http = new HttpClient();
        var signed = JsonElement.Parse(await http.GetStringAsync(new Uri(directory.Origin, "/directory")));
        var document = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(signed.GetProperty("payload").GetString()));
        WireLog.RecordDocument("directory-document", document, "GET /directory 200");
        return document;
    }

    private static string Example => Serialization.MessageFields.DirectoryExample;

    private static async Task<string> SignAsync(string document, SigningKey key) =>
        Encoding.UTF8.GetString(await JsonWebSignature.SignAsync(Encoding.UTF8.GetBytes(document), key, JwsSerialization.FlattenedJson));

    private static async Task<FakePeer> PeerDirectoryAsync(string document)
    {
        var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        peer.Answer("/directory", FakePeerAnswer.Json(document));
        return peer;
    }

    private static Task<OcmTestServer> PublishAsync(SigningKey key, JwsSerialization form, string? further = null) => OcmTestServer.StartAsync(new OcmTestServerSettings
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.AddOcmDirectoryPublication(options =>
            {
                (options.Federation, options.Key, options.Serialization) = ("The physicists", key, form);
                options.Servers.Add(new DirectoryServer { Url = "https://cloud.example.org", DisplayName = "Cloud" });
                options.Servers.Add(new DirectoryServer { Url = "https://files.example.org:8443", DisplayName = "Files & <more>" });
                if (further is not null)
                {
                    options.Servers.Add(new DirectoryServer { Url = further, DisplayName = "Further" });
                }
            });
        },
        Map = app => app.MapOcmDirectory("/directory"),
    });

    private static Task<OcmTestServer> ReaderAsync(Uri first, SigningKey key, params Uri[] others) => ReaderAsync([first, .. others], key);

    private static Task<OcmTestServer> ReaderAsync(
        IReadOnlyList<Uri> directories, SigningKey key, TimeProvider? time = null, Action<OcmHttpOptions>? http = null) => OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Time = time,
            Options = options => options.WayfPath = "/wayf",
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure<OcmHttpOptions>(options => http?.Invoke(options));
                foreach (var url in directories)
                {
                    ocm.AddDirectoryService(url, Encoding.UTF8.GetString(key.PublicKey.ToJson()));
                }
            },
        });
}
