using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Server.Access;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.GettingStarted;

/// <summary>The code of the pages on web applications, SSH and second factors: each piece between the marks stands there word for word, and runs here.</summary>
internal sealed class PageCodeTests
{
    private const string SteppedUp = "Test-Stepped-Up";

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

    [Test]
    public async Task MfaPage_Code_OpensOnceTheUserHasSteppedUp()
    {
        await using var test = await TwoServers.StartAsync(
            new OcmTestServerSettings
            {
                Map = app => app.MapGet("/dav/ocm/{providerId}", (HttpContext context) => context.GetOcmShareAccess().Share.ResourceId).RequireOcmShare(),
            },
            new OcmTestServerSettings { Register = Register, Map = Map });
        await test.SharedAsync(share => share with { ResourceType = ResourceType.File, Requirements = [Requirement.MustUseMfa] });
        var received = await test.AcceptAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = test.Receiving.Origin };

        using var before = await http.GetAsync($"/shares/{received.Id}/content");
        http.DefaultRequestHeaders.Add(SteppedUp, "yes");
        using var after = await http.GetAsync($"/shares/{received.Id}/content");

        Assert.That(before.Headers.Location?.OriginalString, Is.EqualTo($"/step-up?then=/shares/{received.Id}/content"));
        Assert.That((after.StatusCode, await after.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.OK, "/papers")));
    }

    [TestCase("mfa.md", 3)]
    [TestCase("web-applications.md", 4)]
    [TestCase("ssh.md", 2)]
    public void Page_HoldsThisCode(string page, int pieces)
    {
        var source = File.ReadAllText(Path.Combine(Root(), "tests", "Ocm.Server.Hosting.Tests", "GettingStarted", "PageCodeTests.cs")).ReplaceLineEndings("\n");
        var onPage = Page(page).Split("```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("\n```", StringComparison.Ordinal)]).ToList();

        Assert.That(onPage, Has.Count.EqualTo(pieces));
        Assert.That(onPage.Where(piece => !source.Contains(Indent(piece, 8), StringComparison.Ordinal) && !source.Contains(Indent(piece, 4), StringComparison.Ordinal)), Is.Empty);
    }

    internal static string Page(string page) => File.ReadAllText(Path.Combine(Root(), "docs", page)).ReplaceLineEndings("\n");

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

        ocm.Services.AddHttpContextAccessor();
        ocm.AddMfa<SessionMfa>();
    }

    private static void Map(WebApplication app)
    {
        app.Use((context, next) =>
        {
            IEnumerable<Claim> claims = [new Claim(ClaimTypes.Name, "marie"), new Claim("amr", context.Request.Headers.ContainsKey(SteppedUp) ? "mfa" : "pwd")];
            context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
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

        app.MapGet("/shares/{id}/content", async (string id, HttpContext context, IReceivedShares shares) =>
        {
            var opened = await shares.OpenAsync(id, context.User.Identity!.Name!);
            if (!opened.TryGetValue(out var resource, out var failure))
            {
                return failure.Kind == OcmFailureKind.MfaRequired
                    ? Results.Redirect($"/step-up?then=/shares/{Uri.EscapeDataString(id)}/content") // your page, which sends the user back here
                    : Results.Problem(failure.Message);
            }

            var read = await resource.ReadAsync();
            if (!read.TryGetValue(out var content, out failure))
            {
                return Results.Problem(failure.Message);
            }

            context.Response.RegisterForDisposeAsync(content);
            return Results.Stream(content.Stream);
        });
    }

    private static string Indent(string piece, int by) =>
        string.Join('\n', piece.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', by) + line));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    internal sealed class SessionMfa(IHttpContextAccessor http) : IMfaVerifier
    {
        // You are asked for a user; the session is that of the request in which the user opens the share.
        public ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken)
        {
            var session = http.HttpContext?.User;
            return ValueTask.FromResult(session?.Identity?.Name == userIdentifier && session.HasClaim("amr", "mfa"));
        }
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
