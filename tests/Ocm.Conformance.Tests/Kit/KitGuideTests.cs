using Ocm.Addresses;
using Ocm.Testing.Conformance;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Kit;

/// <summary>The code of docs/conformance-kit.md: what stands between the marks stands there word for word, and runs here.</summary>
internal sealed class KitGuideTests
{
    private const string Page = "docs/conformance-kit.md";

    [Test]
    public async Task Guide_Example_Runs()
    {
        await using var server = await OcmTestServer.StartAsync();
        var report = await JudgeAsync(server.Origin, TestServerTarget.Of(server));

        Assert.That(report.IsPassed, report.ToString());
    }

    [Test]
    public void Guide_HoldsThisCode()
    {
        var source = File.ReadAllText(Repository.PathOf("tests/Ocm.Conformance.Tests/Kit/KitGuideTests.cs"));
        var page = File.ReadAllText(Repository.PathOf(Page));
        var start = source.IndexOf("// <kit>\n", StringComparison.Ordinal) + "// <kit>\n".Length;
        var code = source[start..source.IndexOf("        // </kit>", start, StringComparison.Ordinal)];

        Assert.That(page, Does.Contain(string.Join('\n', code.Split('\n').Select(line => line.Length > 8 ? line[8..] : string.Empty)).Trim()));
    }

    [Test]
    public void Guide_ListsEveryCheck()
    {
        var page = File.ReadAllText(Repository.PathOf(Page)).ReplaceLineEndings("\n").Split('\n');
        var rows = OcmConformanceSuite.Checks.Select(check => $"| `{check.Name}` | {check.Description} | {string.Join(", ", check.Requirements)} |").ToList();

        Assert.That(page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)), Is.EqualTo(rows), string.Join('\n', rows));
    }

    private static async Task<ConformanceReport> JudgeAsync(Uri origin, OcmConformanceTarget product)
    {
        // <kit>
        using var suite = new OcmConformanceSuite(new OcmConformanceTarget
        {
            // Where your server answers, and a user who exists there.
            Origin = origin,
            CreateUserAsync = cancellationToken => ValueTask.FromResult(new OcmAddress("marie", OcmHost.FromUri(origin))),

            // How your product does what its users do; leave out what it cannot do.
            ListReceivedSharesAsync = (user, cancellationToken) => product.ListReceivedSharesAsync!(user, cancellationToken),
            AcceptShareAsync = (user, providerId, cancellationToken) => product.AcceptShareAsync!(user, providerId, cancellationToken),
            DeclineShareAsync = (user, providerId, cancellationToken) => product.DeclineShareAsync!(user, providerId, cancellationToken),
            SendShareAsync = (user, recipient, cancellationToken) => product.SendShareAsync!(user, recipient, cancellationToken),
            UnshareAsync = (user, providerId, cancellationToken) => product.UnshareAsync!(user, providerId, cancellationToken),
            CreateInviteAsync = (user, cancellationToken) => product.CreateInviteAsync!(user, cancellationToken),
            AcceptInviteAsync = (user, inviteString, cancellationToken) => product.AcceptInviteAsync!(user, inviteString, cancellationToken),
        });

        var report = await suite.RunAllAsync();
        Console.WriteLine(report); // one line for each check
        // </kit>

        return report;
    }
}
