using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ocm.Server.Access;
using Ocm.Testing.Conformance;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Kit;

/// <summary>
/// Each check of the conformance kit can fail, and says why: for every check that no server of <see cref="BrokenHostTests"/> fails,
/// a server that is broken enough for it.
/// </summary>
internal sealed class BrokenCheckTests
{
    private const string Shares = "/ocm/shares";
    private const string Notifications = "/ocm/notifications";
    private const string Invites = "/ocm/invite-accepted";
    private const string Token = "/ocm/token";

    private static IEnumerable<BrokenCheck> All()
    {
        foreach (var check in new[]
        {
            "signature-target", "signature-coverage", "signature-old", "signature-future", "signature-unknown-key", "signature-other-server",
            "signature-two", "signature-tag", "signature-malformed", "share-unknown-recipient", "share-expired",
        })
        {
            yield return new(check, "takes every share", () => AnswersAll(Shares, 201, """{"recipientDisplayName":"Anybody"}"""), "not with 201");
        }

        yield return new("share-stored", "takes every share and keeps none", () => AnswersAll(Shares, 201, """{"recipientDisplayName":"Anybody"}"""), "not 0 times");
        yield return new("share-accept", "tells another type", () => BrokenSender.Edits(Notifications, Type("SHARE_UNSHARED")), "must be told SHARE_ACCEPTED");
        yield return new("share-accept", "signs nothing", BrokenSender.SignsNothing, "is not signed");
        yield return new("share-decline", "tells another type", () => BrokenSender.Edits(Notifications, Type("SHARE_ACCEPTED")), "must be told SHARE_DECLINED");
        yield return new("share-decline", "signs nothing", BrokenSender.SignsNothing, "is not signed");
        yield return new("notification-stranger", "hears everybody", () => AnswersAll(Notifications, 201, "{}"), "not with 201");
        yield return new("notification-unknown-type", "takes every type", () => AnswersAll(Notifications, 201, "{}"), "not with 201");

        yield return new("sent-notification", "sends no permissions", () => BrokenSender.Edits(Shares, share => WebDav(share).Remove("permissions")), "permissions must be sent");
        yield return new("sent-notification", "leaves out a field", () => BrokenSender.Edits(Shares, share => share.Remove("owner")), "has mistakes: owner");
        yield return new("sent-signed", "signs nothing", BrokenSender.SignsNothing, "is not signed");
        yield return new("sent-signed", "changes what it signed", () => BrokenSender.Edits(Shares, share => share["name"] = "other"), "is not valid");
        yield return new("sent-provider-id", "uses one providerId", () => BrokenSender.Edits(Shares, share => share["providerId"] = "always-the-same"), "same providerId");
        yield return new("sent-secret", "puts the secret into the uri", () => BrokenSender.Edits(Shares, share => WebDav(share)["uri"] = $"x/{WebDav(share)["sharedSecret"]}"), "holds the shared secret");
        yield return new("sent-uri-form", "sends absolute URIs to all", () => BrokenSender.Edits(Shares, share => WebDav(share)["uri"] = "http://cloud.example.org/dav/1"), "sent an absolute one");
        yield return new("sent-must-exchange", "requires nothing", () => BrokenSender.Edits(Shares, share => WebDav(share).Remove("requirements")), "without the requirement must-exchange-token");
        yield return new("sent-unshare", "tells another type", () => BrokenSender.Edits(Notifications, Type("SHARE_DECLINED")), "must be told with SHARE_UNSHARED");
        yield return new("sent-unshare", "signs nothing", BrokenSender.SignsNothing, "is not signed");

        yield return new("token-exchange", "gives refresh tokens", () => EditsAnswers(Token, body => body.Replace("\"token_type\"", "\"refresh_token\":\"x\",\"token_type\"", StringComparison.Ordinal)), "no refresh_token");
        yield return new("token-exchange", "gives another type", () => EditsAnswers(Token, body => body.Replace("Bearer", "mac", StringComparison.Ordinal)), "must be Bearer");
        foreach (var check in new[] { "token-unsigned", "token-unknown-code", "token-other-server" })
        {
            yield return new(check, "gives everybody a token", () => AnswersAll(Token, 200, """{"access_token":"x","token_type":"Bearer","expires_in":60}"""), "must be answered with 400");
            yield return new(check, "gives another error", () => EditsAnswers(Token, body => body.Replace("\"invalid_", "\"not_valid_", StringComparison.Ordinal)), "must be answered with the error");
        }

        yield return new("access-token", "opens without a token", OpensAll, "GET without a token");
        yield return new("access-after-unshare", "opens what has ended", OpensAll, "has ended");

        yield return new("discovery-webdav", "shares files otherwise", () => EditsAnswers("/.well-known/ocm", body => body.Replace("\"webdav\":", "\"x-dav\":", StringComparison.Ordinal)), "no protocols.webdav");
        yield return new("discovery-keys", "publishes keys without alg", () => EditsAnswers("jwks", body => body.Replace("\"alg\"", "\"x-alg\"", StringComparison.Ordinal)), "cannot be used|holds no key");

        yield return new("invite-accepted", "answers without email", () => EditsAnswers(Invites, body => body.Replace("\"email\"", "\"e-mail\"", StringComparison.Ordinal)), "the string email");
        foreach (var check in new[] { "invite-twice", "invite-unknown", "invite-unsigned", "invite-other-server" })
        {
            yield return new(check, "takes every acceptance", () => AnswersAll(Invites, 200, """{"userID":"u","email":"","name":""}"""), "not with 200");
        }

        yield return new("invite-accept", "tells no email", () => BrokenSender.Edits(Invites, message => message.Remove("email")), "the string email");
        yield return new("invite-accept", "signs nothing", BrokenSender.SignsNothing, "is not signed");
        yield return new("invite-string", "pads", () => new OcmTestServerSettings(), "no padding|not base64url") { Target = server => TestServerTarget.Of(server, write: text => text.TrimEnd('=') + "=") };

        var posted = new ConcurrentQueue<string>();
        yield return new("share-refused-not-stored", "keeps what it refuses", () => Records(posted), "is there for its recipient")
        {
            Target = server => TestServerTarget.Of(server, list: () => [.. posted]),
        };
    }

    private static IEnumerable<TestCaseData<BrokenCheck>> Cases() =>
        All().Select(broken => new TestCaseData<BrokenCheck>(broken).SetArgDisplayNames(broken.Check, broken.Host));

    [TestCaseSource(nameof(Cases))]
    public async Task Check_HostThatBreaksItsRule_FailsAndSaysWhy(BrokenCheck broken)
    {
        await using var server = await OcmTestServer.StartAsync(broken.Settings());
        using var suite = new OcmConformanceSuite(broken.Target(server));

        var result = await suite.RunAsync(OcmConformanceSuite.Checks.Single(check => check.Name == broken.Check));

        Assert.That(result.Outcome, Is.EqualTo(ConformanceOutcome.Failed), result.ToString());
        Assert.That(result.Explanation, Does.Match(broken.Explanation));
    }

    [Test]
    public void Checks_EachIsSeenToFail() => Assert.That(
        OcmConformanceSuite.Checks.Select(check => check.Name), Is.EquivalentTo(All().Select(broken => broken.Check).Concat(BrokenHostTests.Broken).Distinct()));

    private static Action<JsonObject> Type(string type) => message => message["notificationType"] = type;

    private static JsonObject WebDav(JsonObject share) => share["protocol"]!["webdav"]!.AsObject();

    private static OcmTestServerSettings AnswersAll(string path, int status, string body) => With((context, next) =>
    {
        if (context.Request.Path != path)
        {
            return next();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    });

    private static OcmTestServerSettings OpensAll() => With((context, next) =>
        context.Request.Path.StartsWithSegments("/dav", StringComparison.Ordinal) ? context.Response.WriteAsync("open") : next());

    private static OcmTestServerSettings Records(ConcurrentQueue<string> posted) => With(async (context, next) =>
    {
        if (context.Request.Path == Shares)
        {
            context.Request.EnableBuffering();
            posted.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!["providerId"]!.ToString());
            context.Request.Body.Position = 0;
        }

        await next();
    });

    private static OcmTestServerSettings EditsAnswers(string path, Func<string, string> edit) => With(async (context, next) =>
    {
        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next();
        context.Response.Body = body;
        var text = Encoding.UTF8.GetString(buffer.ToArray());
        var answer = Encoding.UTF8.GetBytes(context.Request.Path.Value!.Contains(path, StringComparison.Ordinal) ? edit(text) : text);
        context.Response.ContentLength = answer.Length > 0 ? answer.Length : null;
        await body.WriteAsync(answer);
    });

    private static OcmTestServerSettings With(Func<HttpContext, Func<Task>, Task> breakage) => new()
    {
        Map = app =>
        {
            app.Use((context, next) => breakage(context, () => next(context)));
            app.Map("/dav/ocm/{providerId}/{**path}", (HttpContext context) => context.Response.WriteAsync(context.GetOcmShareAccess().Share.ResourceId)).RequireOcmShare();
        },
    };

    /// <summary>A check and a server that must not pass it.</summary>
    /// <param name="Check">The check's name.</param>
    /// <param name="Host">What is broken.</param>
    /// <param name="Settings">The server.</param>
    /// <param name="Explanation">What the check says, as a pattern.</param>
    internal sealed record BrokenCheck(string Check, string Host, Func<OcmTestServerSettings> Settings, string Explanation)
    {
        internal Func<OcmTestServer, OcmConformanceTarget> Target { get; init; } = server => TestServerTarget.Of(server);
    }
}
