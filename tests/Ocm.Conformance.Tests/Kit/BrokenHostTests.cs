using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Server.Access;
using Ocm.Signatures;
using Ocm.Testing.Conformance;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Kit;

/// <summary>The conformance kit finds what is broken, and nothing else: servers that each break one rule on purpose.</summary>
internal sealed class BrokenHostTests
{
    private const string Shares = "/ocm/shares";

    /// <summary>The checks that one of these servers fails.</summary>
    internal static IEnumerable<string> Broken => Hosts().SelectMany(host => (string[])host.Arguments[1]!);

    private static IEnumerable<TestCaseData<OcmTestServerSettings, string[]>> Hosts()
    {
        yield return Host("nothing", (_, next) => next());
        yield return Host("takes unsigned shares", TakeUnsignedAsync, "signature-unsigned");
        yield return Host("does not check the digest", TakeOtherBodiesAsync, "signature-body");
        yield return new TestCaseData<OcmTestServerSettings, string[]>(
            new OcmTestServerSettings
            {
                Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddReplayStore<ForgetfulReplayStore>(),
            },
            ["signature-replay"]).SetArgDisplayNames("takes a signature twice");
        yield return Host("answers 200 instead of 201", (context, next) => RewriteStatusAsync(context, next, 201, 200), "share-accepted");
        yield return Host("answers 500 instead of 501", (context, next) => RewriteStatusAsync(context, next, 501, 500), "share-unsupported", "share-requirement");
        yield return Host("redirects shares", RedirectAsync, "share-accepted", "share-single-protocol");
        yield return Host("leaks a stack trace", LeakAsync, "share-broken-json");
        yield return Host("names an endpoint elsewhere", (context, next) => EditDiscoveryAsync(context, next, json => json.Replace($"\"endPoint\":\"http://{context.Request.Host}", "\"endPoint\":\"http://elsewhere.example.org", StringComparison.Ordinal)), "discovery-own-authority");
        yield return Host("serves discovery as text", (context, next) => EditDiscoveryAsync(context, next, json => json, "text/plain"), "discovery-document");
        yield return Host("hides the token endpoint", (context, next) => EditDiscoveryAsync(context, next, json => json.Replace("tokenEndPoint", "tokenEndpoint", StringComparison.Ordinal)), "discovery-token-endpoint");
        yield return Host("names no fields", NameNoFieldsAsync, "share-missing-field");
        yield return Host("lets tokens be stored", (context, next) => OnPathAsync(context, next, "/ocm/token", () => context.Response.OnStarting(() =>
        {
            context.Response.Headers.Remove("Cache-Control");
            return Task.CompletedTask;
        })), "token-no-store");
    }

    [TestCaseSource(nameof(Hosts))]
    public async Task Suite_BrokenHost_FailsExactlyTheBrokenRules(OcmTestServerSettings settings, string[] broken)
    {
        await using var server = await OcmTestServer.StartAsync(settings);
        using var suite = new OcmConformanceSuite(TestServerTarget.Of(server));

        var report = await suite.RunAllAsync();

        Assert.That(report.Failures.Select(result => result.Check.Name), Is.EquivalentTo(broken), report.ToString());
        Assert.That(report.Failures.Select(result => result.Explanation), Has.All.Not.Empty);
        Assert.That(report.IsPassed, Is.EqualTo(broken.Length == 0));
        if (broken.Length == 0)
        {
            Assert.That(report.Results.Where(result => result.Outcome != ConformanceOutcome.Passed), Is.Empty, report.ToString());
        }
    }

    [Test]
    public async Task Suite_NoHooks_JudgesWhatCanBeSeenFromOutside()
    {
        await using var server = await OcmTestServer.StartAsync();
        using var suite = new OcmConformanceSuite(new OcmConformanceTarget
        {
            Origin = server.Origin,
            CreateUserAsync = _ => ValueTask.FromResult(server.Address("marie")),
        });

        var report = await suite.RunAllAsync();

        Assert.That(report.IsPassed, report.ToString());
        Assert.That(report.Results.Count(result => result.Outcome == ConformanceOutcome.Passed), Is.GreaterThan(20));
        Assert.That(
            report.Results.Where(result => result.Outcome == ConformanceOutcome.NotApplicable).Select(result => result.Explanation),
            Has.All.Contains("OcmConformanceTarget."));
    }

    [Test]
    public async Task Suite_HookThatThrows_IsAFindingOfThatCheck()
    {
        await using var server = await OcmTestServer.StartAsync();
        using var suite = new OcmConformanceSuite(new OcmConformanceTarget
        {
            Origin = server.Origin,
            CreateUserAsync = _ => throw new InvalidOperationException("no users today"),
        });

        var result = await suite.RunAsync(OcmConformanceSuite.Checks[0]);

        Assert.That(result.Outcome, Is.EqualTo(ConformanceOutcome.Failed));
        Assert.That(result.Explanation, Does.Contain("no users today"));
    }

    [Test]
    public void Checks_HaveNamesOfTheirOwnAndKnownRules()
    {
        Assert.That(OcmConformanceSuite.Checks.Select(check => check.Name), Is.Unique);
        Assert.That(
            OcmConformanceSuite.Checks.SelectMany(check => check.Requirements).Except(Coverage.RuleList.All.Select(rule => rule.Id)), Is.Empty);
        Assert.That(OcmConformanceSuite.Checks.Where(check => check.Requirements.Count == 0), Is.Empty);
    }

    private static TestCaseData<OcmTestServerSettings, string[]> Host(string name, Func<HttpContext, Func<Task>, Task> breakage, params string[] broken) =>
        new TestCaseData<OcmTestServerSettings, string[]>(new OcmTestServerSettings { Map = app => Break(app, breakage) }, broken).SetArgDisplayNames(name);

    private static void Break(WebApplication app, Func<HttpContext, Func<Task>, Task> breakage)
    {
        app.Use((context, next) => breakage(context, () => next(context)));
        app.Map("/dav/ocm/{providerId}/{**path}", (HttpContext context) => context.Response.WriteAsync(context.GetOcmShareAccess().Share.ResourceId)).RequireOcmShare();
    }

    private static Task OnPathAsync(HttpContext context, Func<Task> next, string path, Action action)
    {
        if (context.Request.Path == path)
        {
            action();
        }

        return next();
    }

    private static Task TakeUnsignedAsync(HttpContext context, Func<Task> next) =>
        context.Request.Path == Shares && !context.Request.Headers.ContainsKey("Signature") ? TakeAsync(context) : next();

    private static async Task TakeOtherBodiesAsync(HttpContext context, Func<Task> next)
    {
        if (context.Request.Path != Shares)
        {
            await next();
            return;
        }

        context.Request.EnableBuffering();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Request.Body.Position = 0;
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body.ToArray()))}:";
        await (context.Request.Headers["Content-Digest"] is { Count: 1 } sent && sent[0] != digest ? TakeAsync(context) : next());
    }

    private static Task RewriteStatusAsync(HttpContext context, Func<Task> next, int from, int to) => OnPathAsync(context, next, Shares, () =>
        context.Response.OnStarting(() =>
        {
            context.Response.StatusCode = context.Response.StatusCode == from ? to : context.Response.StatusCode;
            return Task.CompletedTask;
        }));

    private static Task RedirectAsync(HttpContext context, Func<Task> next)
    {
        if (context.Request.Path == Shares)
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode == 201)
                {
                    context.Response.StatusCode = 307;
                    context.Response.Headers.Location = "/ocm/other-shares";
                }

                return Task.CompletedTask;
            });
        }

        return next();
    }

    private static async Task LeakAsync(HttpContext context, Func<Task> next)
    {
        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next();
        context.Response.Body = body;
        if (context.Request.Path == Shares && context.Response.StatusCode == 400)
        {
            var leak = Encoding.UTF8.GetString(buffer.ToArray()).Replace("\"message\":\"", "\"message\":\"System.FormatException: bad JSON   at Shares.Read() ", StringComparison.Ordinal);
            context.Response.ContentLength = Encoding.UTF8.GetByteCount(leak);
            await context.Response.WriteAsync(leak);
            return;
        }

        await body.WriteAsync(buffer.ToArray());
    }

    private static async Task EditDiscoveryAsync(HttpContext context, Func<Task> next, Func<string, string> edit, string? contentType = null)
    {
        // Other servers see the true document: what is broken is what the suite sees.
        if (context.Request.Path != "/.well-known/ocm" || context.Request.Headers.UserAgent.Count > 0)
        {
            await next();
            return;
        }

        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next();
        context.Response.Body = body;
        var json = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(buffer.ToArray())));
        context.Response.ContentType = contentType ?? context.Response.ContentType;
        context.Response.ContentLength = json.Length;
        await body.WriteAsync(json);
    }

    private static async Task NameNoFieldsAsync(HttpContext context, Func<Task> next)
    {
        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next();
        context.Response.Body = body;
        var text = context.Request.Path == Shares && context.Response.StatusCode == 400 ? "{\"message\":\"No.\"}"u8.ToArray() : buffer.ToArray();
        context.Response.ContentLength = text.Length;
        await body.WriteAsync(text);
    }

    private static async Task TakeAsync(HttpContext context)
    {
        context.Response.StatusCode = 201;
        await context.Response.WriteAsJsonAsync(new { recipientDisplayName = "Anybody" });
    }

    private sealed class ForgetfulReplayStore : ISignatureReplayStore
    {
        public ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);

        public ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
    }
}
