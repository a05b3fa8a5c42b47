using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Server.Access;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.GettingStarted;

/// <summary>The code of the pages on web applications and SSH: each piece between the marks stands there word for word, and runs here.</summary>
internal sealed class PageCodeTests
{
    [Test]
    public async Task Pages_Code_ServesWhatItAnnounces()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings { Register = Register, Map = Map });
        using var http = new HttpClient { BaseAddress = server.Origin };

        var document = JsonElement.Parse(await http.GetByteArrayAsync("/.well-known/ocm"));
        using var form = new FormUrlEncodedContent([new("access_token", "unknown")]);
        using var posted = await http.PostAsync("/app/unknown", form);
        using var opened = await http.GetAsync("/shares/unknown/open");

        var folder = document.GetProperty("resourceTypes").EnumerateArray().Single(type => type.GetProperty("name").GetString() == "folder").GetProperty("protocols");
        Assert.That(folder.GetProperty("webapp-receive").GetProperty("targets").GetArrayLength(), Is.EqualTo(1));
        Assert.That(folder.GetProperty("ssh").GetString(), Is.EqualTo("ssh.example.org:22"));
        Assert.That(folder.TryGetProperty("webapp", out _) && folder.TryGetProperty("ssh-receive", out _), Is.True);
        Assert.That(posted.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await opened.Content.ReadAsStringAsync(), Does.Contain("There is no such share for this user."));
    }

    [TestCase("web-applications.md", 4)]
    [TestCase("ssh.md", 2)]
    public void Page_HoldsThisCode(string page, int pieces)
    {
        var root = Root();
        var source = File.ReadAllText(Path.Combine(root, "tests", "Ocm.Server.Hosting.Tests", "GettingStarted", "PageCodeTests.cs")).ReplaceLineEndings("\n");
        var text = File.ReadAllText(Path.Combine(root, "docs", page)).ReplaceLineEndings("\n");
        var onPage = text.Split("```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("\n```", StringComparison.Ordinal)]).ToList();

        Assert.That(onPage, Has.Count.EqualTo(pieces));
        Assert.That(onPage.Where(piece => !source.Contains(Indent(piece), StringComparison.Ordinal)), Is.Empty);
    }

    private static void Register(IOcmServerBuilder ocm)
    {
        ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();

        ocm.AddWebApp(app =>
        {
            app.Uri = new Uri("https://cloud.example.org/app"); // a share opens at {Uri}/{providerId}
            app.AppName = "Editor";
            app.Targets.Add(WebAppTarget.Iframe); // besides blank: may be framed by the receiving server
        });

        ocm.AddWebApp(app => app.ReceiveTargets.Add(WebAppTarget.Blank)); // the best way first

        ocm.AddSsh(ssh => ssh.Address = "ssh.example.org:22").AddSshAuthorizer<MySshServer>();

        ocm.AddSsh(ssh => ssh.Receive = true).AddRecipientKeys<MyUsersKeys>();
    }

    private static void Map(WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "marie")], "test"));
            return next(context);
        });
        app.MapPost("/app/{providerId}/{**path}", (HttpContext context) =>
        {
            var session = context.GetOcmWebAppSession();
            return Results.Text($"{session.Access.Share.ResourceId}, until {session.ExpiresAt}");
        }).RequireOcmWebApp();

        app.MapGet("/shares/{id}/open", async (string id, HttpContext context, IReceivedShares shares) =>
        {
            var opened = await shares.OpenWebAppAsync(id, context.User.Identity!.Name!, new WebAppOpening
            {
                ExpiredSessionRedirectUri = $"/shares/{id}/open?again=1",
                IsReopening = context.Request.Query.ContainsKey("again"),
            });
            return opened.TryGetValue(out var launch, out var failure) ? launch.ToResult() : Results.Problem(failure.Message);
        });
    }

    private static string Indent(string piece) => string.Join('\n', piece.Split('\n').Select(line => line.Length == 0 ? line : "        " + line));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    private sealed class MySshServer : ISshAuthorizer
    {
        public (string UserName, string Path) Locate(SentShare share) => ("shares", "/" + share.ProviderId);

        public ValueTask AuthorizeAsync(SentShare share, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class MyUsersKeys : IRecipientKeyDirectory
    {
        public ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<string>>([]);
    }
}
