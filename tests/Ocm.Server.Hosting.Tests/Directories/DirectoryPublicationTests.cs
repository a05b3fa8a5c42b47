using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Directories;
using Ocm.Directories;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Directories;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Directories;

/// <summary>A directory service of one's own, and a server that uses it.</summary>
[TestFixture]
internal sealed class DirectoryPublicationTests
{
    private readonly LocalSigningKey _key = LocalSigningKey.Generate("directory#1", "ES256");

    [Test]
    [Property("Requirement", "DIR-01")]
    public async Task Publish_EachForm_IsReadByAnotherServer([Values] JwsSerialization serialization)
    {
        await using var directory = await PublishAsync(options => options.Serialization = serialization);
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.AddDirectoryService(new Uri(directory.Origin, "/directory"), Encoding.UTF8.GetString(_key.PublicKey.ToJson()));
            },
        });

        var listing = await server.Services.GetRequiredService<IServerDirectory>().ListAsync();

        Assert.That(listing.Services.Single().Failure, Is.Null);
        Assert.That(listing.Services.Single().Federation, Is.EqualTo("The physicists' federation"));
        Assert.That(listing.Servers.Select(listed => (listed.Host.Value, listed.DisplayName)), Is.EqualTo(new[]
        {
            ("cloud.example.org", "Cloud"), ("files.example.org:8443", "Files & <more>"),
        }));
    }

    [Test]
    [Property("Requirement", "DIR-01")]
    public async Task Get_Anonymous_GivesTheSignedDocumentWithCachingHeaders()
    {
        await using var directory = await PublishAsync();
        using var http = new HttpClient();
        using var first = await http.GetAsync(new Uri(directory.Origin, "/directory"));
        Assert.That((int)first.StatusCode, Is.EqualTo(200));
        Assert.That(first.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/jose+json"));
        Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=3600"));

        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(directory.Origin, "/directory"));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await http.SendAsync(again);
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));

        using var post = await http.PostAsync(new Uri(directory.Origin, "/directory"), new StringContent("x"));
        Assert.That((int)post.StatusCode, Is.EqualTo(405));
    }

    [Test]
    public void Options_Wrong_AreToldWithTheMend()
    {
        var failures = Assert.Throws<OptionsValidationException>(() => Options(options =>
        {
            options.Key = null;
            options.Federation = string.Empty;
            options.Servers.Add(new DirectoryServer { Url = "https://cloud.example.org/ocm", DisplayName = "x" });
            options.Servers.Add(new DirectoryServer { Url = "https://CLOUD.example.org:443", DisplayName = "x" });
            options.MaxAge = TimeSpan.FromDays(-1);
        })).Failures;
        Assert.That(failures, Is.EquivalentTo(new[]
        {
            "DirectoryPublicationOptions.Key is not set; set the directory's signing key, such as LocalSigningKey.ImportJson(…).",
            "DirectoryPublicationOptions.MaxAge is out of range; set a time up to 365 days.",
            "DirectoryPublicationOptions: federation must not be empty.",
            "DirectoryPublicationOptions: servers[2].url must be https://host[:port] without path, user information, query and fragment.",
            "DirectoryPublicationOptions.Servers lists cloud.example.org more than once; keep one entry.",
        }));
    }

    [Test]
    [Property("Requirement", "DIR-02")]
    public void Sign_DocumentThatBreaksTheRules_IsRefused() => Assert.That(
        async () => await DirectorySigner.SignAsync(
            new DirectoryDocument { Federation = "F", Servers = [new() { Url = "https://a.example/path", DisplayName = "A" }] }, _key),
        Throws.ArgumentException.With.Message.Contains("servers[0].url"));

    [Test]
    public void MapOcmDirectory_WithoutPublication_NamesTheCallThatMendsIt() => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings { Map = app => app.MapOcmDirectory("/directory") }),
        Throws.InvalidOperationException.With.Message.Contains("AddOcmDirectoryPublication"));

    private DirectoryPublicationOptions Options(Action<DirectoryPublicationOptions> change)
    {
        var services = new ServiceCollection();
        services.AddOcmDirectoryPublication(Configure).Configure(change);
        return services.BuildServiceProvider().GetRequiredService<IOptions<DirectoryPublicationOptions>>().Value;
    }

    private Task<OcmTestServer> PublishAsync(Action<DirectoryPublicationOptions>? change = null) => OcmTestServer.StartAsync(new OcmTestServerSettings
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.AddOcmDirectoryPublication(Configure);
            ocm.Services.Configure<DirectoryPublicationOptions>(options => change?.Invoke(options));
        },
        Map = app => app.MapOcmDirectory("/directory"),
    });

    private void Configure(DirectoryPublicationOptions options)
    {
        options.Federation = "The physicists' federation";
        options.Key = _key;
        options.Servers.Add(new DirectoryServer { Url = "https://cloud.example.org", DisplayName = "Cloud" });
        options.Servers.Add(new DirectoryServer { Url = "https://files.example.org:8443", DisplayName = "Files & <more>" });
    }
}
