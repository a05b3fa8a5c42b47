using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Tests.Http;
using Ocm.Server.Access;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Access;

/// <summary>The start says where older servers are sent shares that they cannot read.</summary>
internal sealed class OlderClientsCheckTests
{
    private const string Warning = "older servers cannot read what is shared";

    [Test]
    public async Task Start_InteroperableWithoutTheWebDavPathItself_Warns() =>
        Assert.That(await LogAsync(OcmPosture.Interoperable, "{providerId}/{**path}", app => app.RequireOcmShare()), Has.Some.Contains(Warning));

    [Test]
    public async Task Start_InteroperableWithAnotherPath_Warns() =>
        Assert.That(await LogAsync(OcmPosture.Interoperable, "{**path}", app => app.RequireOcmShareBelow("/dav/other")), Has.Some.Contains(Warning));

    [TestCase("/dav/ocm")]
    [TestCase("/dav/ocm/")]
    public async Task Start_InteroperableWithTheWebDavPathItself_IsSilent(string path) =>
        Assert.That(await LogAsync(OcmPosture.Interoperable, "{**path}", app => app.RequireOcmShareBelow(path)), Has.None.Contains(Warning));

    [Test]
    public async Task Start_Strict_IsSilent() =>
        Assert.That(await LogAsync(OcmPosture.Strict, "{providerId}/{**path}", app => app.RequireOcmShare()), Has.None.Contains(Warning));

    private static async Task<IReadOnlyList<string>> LogAsync(OcmPosture posture, string route, Action<IEndpointConventionBuilder> guard)
    {
        using var log = new CapturedLog();
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            LoggerProvider = log,
            Options = options => options.Posture = posture,
            Map = app => guard(app.Map("/dav/ocm/" + route, (HttpContext context) => context.GetOcmShareAccess().Share.ResourceId)),
        });
        return [.. log.Entries.Select(entry => entry.Text)];
    }
}
