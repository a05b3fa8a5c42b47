using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Server;
using Ocm.Server.Access;
using Ocm.Testing.Servers;
using Ocm.Testing.Simulators;

namespace Ocm.Conformance.Dialects;

/// <summary>The code of docs/interoperability.md: each piece stands here word for word, and runs here.</summary>
internal sealed class InteroperabilityGuideTests
{
    private static IEnumerable<LegacyServerFamily> Families => [LegacyServerFamily.Nextcloud, LegacyServerFamily.Seafile, LegacyServerFamily.Ocm10, LegacyServerFamily.Ocis];

    [TestCaseSource(nameof(Families))]
    public async Task Guide_ThreeSteps_LetOlderServersReadOurFiles(LegacyServerFamily family)
    {
        var cavageKeys = Directory.CreateTempSubdirectory("ocm-cavage-");
        try
        {
            await using var rig = await LegacyRig.StartAsync(family, new OcmTestServerSettings
            {
                Options = Set,
                Register = ocm => Register(ocm, cavageKeys.FullName),
                Map = Map,
            });
            using var http = new HttpClient { BaseAddress = rig.Server.Origin };

            Assert.That(await rig.ServeAsync(), Is.EqualTo("yes"));
            Assert.That(JsonNode.Parse(await http.GetStringAsync("/.well-known/ocm"))!["publicKey"], Is.Not.Null, "the third step");
        }
        finally
        {
            cavageKeys.Delete(recursive: true);
        }
    }

    [Test]
    public async Task QuickStart_WithoutTheSecondStep_LeavesOlderServersWithoutFiles()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Nextcloud, new OcmTestServerSettings { Options = Set });

        Assert.That(await rig.ServeAsync(), Does.StartWith("404"));
    }

    [Test]
    public void Guide_HoldsThisCode()
    {
        var source = File.ReadAllText(Repository.PathOf("tests/Ocm.Conformance.Tests/Dialects/InteroperabilityGuideTests.cs")).ReplaceLineEndings("\n");
        var page = File.ReadAllText(Repository.PathOf("docs/interoperability.md")).ReplaceLineEndings("\n");
        var onPage = page.Split("```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("\n```", StringComparison.Ordinal)]).ToList();

        Assert.That(onPage, Has.Count.EqualTo(4));
        Assert.That(onPage.Where(piece => !source.Contains(Indent(piece), StringComparison.Ordinal)), Is.Empty);
    }

    private static void Set(OcmServerOptions options)
    {
        options.Posture = OcmPosture.Interoperable; // in AddOcmServer(options => …)
    }

    private static void Map(WebApplication app)
    {
        app.Map("/dav/ocm/{**path}", (HttpContext context) =>
        {
            var access = context.GetOcmShareAccess();
            var path = context.Request.Path.Value![access.Prefix!.Length..]; // what follows the share's own URL
            return access.CanRead ? Results.Text($"{access.Share.ResourceId}{path}") : Results.Forbid();
        }).RequireOcmShareBelow("/dav/ocm"); // the path of AddWebDav; instead of RequireOcmShare
    }

    private static void Register(IOcmServerBuilder ocm, string cavageKeyDirectory)
    {
        ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();

        ocm.AddCavageSignatures(cavageKeyDirectory); // package Ocm.LegacySignatures; a directory of its own, such as /var/lib/product/cavage-key

        ocm.Services.Configure<OcmClientOptions>(options => options.PeerProfileRules.Add(new PeerProfileRule(
            server => server.Document.Provider == "Acme Drive",
            PeerProfile.Multi with { Name = "acme", ShareShape = ShareShape.OptionsAndMulti, SharesFilesOnly = true })));
    }

    private static string Indent(string piece) => string.Join('\n', piece.Split('\n').Select(line => line.Length == 0 ? line : "        " + line));
}
