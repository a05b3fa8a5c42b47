using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Testing.Conformance;

/// <summary>How the server takes shares, and what it tells of them.</summary>
internal static class ReceivedShareChecks
{
    private static readonly string[] Required = ["shareWith", "name", "providerId", "owner", "sender", "shareType", "resourceType", "protocol"];
    private static readonly string[] Leaks = ["   at ", "Exception", "Traceback", "stack trace", ".cs:line", "#0 "];

    internal static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new("share-accepted", "A valid signed share is answered with 201 and recipientDisplayName.", ["SHARE-21", "SIG-13", "SIG-23", "DISC-18"], TakenAsync),
        new("share-stored", "A share that was taken is there for its recipient, once, however often it is delivered.", ["SHARE-27"], StoredAsync),
        new("share-single-protocol", "A protocol under its own name is understood, not only multi.", ["SHARE-11"], SingleProtocolAsync),
        new("share-missing-field", "A share without a required field is answered with 400 and the field's name.", ["SHARE-07", "SHARE-22"], MissingFieldAsync),
        new("share-unknown-recipient", "A share for nobody is answered with 400.", ["SHARE-22"], UnknownRecipientAsync),
        new("share-expired", "A share that has expired is answered with 400.", ["SHARE-29"], ExpiredAsync),
        new("share-unsupported", "A share of an unknown resource type, share type or protocol is answered with 501.", ["SHARE-24"], UnsupportedAsync),
        new("share-requirement", "A share with a requirement that nobody knows is refused.", ["SHARE-31"], RequirementAsync),
        new("share-broken-json", "A body that is no JSON is answered with 400 and a JSON message that tells nothing of the server's insides.", ["SHARE-22"], BrokenJsonAsync),
        new("share-refused-not-stored", "A share that was refused is not there for its recipient.", ["SHARE-25"], NotStoredAsync),
        new("share-accept", "A recipient's acceptance is told to the sending server, signed.", ["NOTIF-01", "NOTIF-02", "NOTIF-03", "SIG-23"], AcceptAsync),
        new("share-decline", "A recipient's refusal is told to the sending server, signed.", ["NOTIF-01", "NOTIF-02", "NOTIF-03"], DeclineAsync),
        new("notification-stranger", "A notification about a share counts only from that share's server.", ["NOTIF-05"], StrangerAsync),
        new("notification-unknown-type", "A notification of a type that nobody knows is answered with 400.", ["NOTIF-02", "NOTIF-10"], UnknownTypeAsync),
    ];

    private static async Task TakenAsync(CheckRun run)
    {
        var answer = await run.PostShareAsync(run.Share()).ConfigureAwait(false);
        CheckRun.Demand(answer.Status == 201, $"A valid share must be answered with 201, not with {answer}.");
        CheckRun.Demand(answer.MediaType == "application/json", "The answer 201 must be application/json.");
        CheckRun.Demand(answer.Text("recipientDisplayName") is not null, "The answer 201 must hold the string recipientDisplayName.");
    }

    private static async Task StoredAsync(CheckRun run)
    {
        var list = CheckRun.Hook(run.Target.ListReceivedSharesAsync, nameof(OcmConformanceTarget.ListReceivedSharesAsync));
        var share = run.Share();
        var first = await run.PostShareAsync(share).ConfigureAwait(false);
        CheckRun.Need(first.IsSuccess, $"A valid share was not taken: {first}.");
        var again = await run.PostShareAsync(share).ConfigureAwait(false);
        CheckRun.Demand(again.IsSuccess || again.Status == 409, $"The same share a second time, signed anew, must not fail: {again}.");
        var count = (await list(run.User, run.Cancellation).ConfigureAwait(false)).Count(id => id == share["providerId"]!.GetValue<string>());
        CheckRun.Demand(count == 1, $"The share must be there once, not {count} times.");
    }

    private static async Task SingleProtocolAsync(CheckRun run)
    {
        var share = run.Share();
        share["protocol"]!["name"] = "webdav";
        var answer = await run.PostShareAsync(share).ConfigureAwait(false);
        CheckRun.Demand(answer.IsSuccess, $"A share with the protocol name webdav and an object of that name must be taken: {answer}.");
    }

    private static async Task MissingFieldAsync(CheckRun run)
    {
        foreach (var field in Required)
        {
            var share = run.Share();
            share.Remove(field);
            var answer = await run.PostShareAsync(share).ConfigureAwait(false);
            CheckRun.DemandRefusal(answer, $"A share without {field}", 400);
            CheckRun.Demand(answer.WrongFields.Contains(field, StringComparer.Ordinal), $"The 400 for a share without {field} must name it in validationErrors: {answer}.");
        }
    }

    private static async Task UnknownRecipientAsync(CheckRun run)
    {
        var share = run.Share();
        share["shareWith"] = new OcmAddress("nobody-" + SecretString.Generate(22).Reveal(), run.User.Host).ToString();
        CheckRun.DemandRefusal(await run.PostShareAsync(share).ConfigureAwait(false), "A share for nobody", 400);
    }

    private static async Task ExpiredAsync(CheckRun run)
    {
        var share = run.Share();
        share["expiration"] = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds();
        CheckRun.DemandRefusal(await run.PostShareAsync(share).ConfigureAwait(false), "A share that has expired", 400);
    }

    private static async Task UnsupportedAsync(CheckRun run)
    {
        foreach (var (field, value) in new (string, JsonNode)[]
        {
            ("resourceType", "x-conformance"),
            ("shareType", "x-conformance"),
            ("protocol", new JsonObject { ["name"] = "multi", ["x-conformance"] = new JsonObject() }),
        })
        {
            var share = run.Share();
            share[field] = value;
            CheckRun.DemandRefusal(await run.PostShareAsync(share).ConfigureAwait(false), $"A share with an unknown {field}", 501);
        }
    }

    private static async Task RequirementAsync(CheckRun run)
    {
        var answer = await run.PostShareAsync(WithUnknownRequirement(run)).ConfigureAwait(false);
        CheckRun.DemandRefusal(answer, "A share with an unknown requirement", 400, 403, 501);
    }

    private static async Task BrokenJsonAsync(CheckRun run)
    {
        var uri = await run.ApiAsync("shares").ConfigureAwait(false);
        foreach (var body in new[] { "{", "[]", "{\"sender\":7}", "\u0000" })
        {
            var answer = await run.PostTextAsync(uri, body).ConfigureAwait(false);
            CheckRun.DemandRefusal(answer, "A body that is no share", 400, 401);
            CheckRun.Demand(!Leaks.Any(sign => answer.Body.Contains(sign, StringComparison.Ordinal)), "The answer shows the server's insides, such as a stack trace.");
            CheckRun.Demand(answer.Text("message") is { Length: > 0 }, $"An error must be a JSON object with a message: {answer}.");
        }
    }

    private static async Task NotStoredAsync(CheckRun run)
    {
        var list = CheckRun.Hook(run.Target.ListReceivedSharesAsync, nameof(OcmConformanceTarget.ListReceivedSharesAsync));
        var share = WithUnknownRequirement(run);
        var answer = await run.PostShareAsync(share).ConfigureAwait(false);
        CheckRun.Need(!answer.IsSuccess, "The server takes a share that it should refuse.");
        var stored = await list(run.User, run.Cancellation).ConfigureAwait(false);
        CheckRun.Demand(!stored.Contains(share["providerId"]!.GetValue<string>(), StringComparer.Ordinal), "The refused share is there for its recipient.");
    }

    private static Task AcceptAsync(CheckRun run) =>
        ToldAsync(run, CheckRun.Hook(run.Target.AcceptShareAsync, nameof(OcmConformanceTarget.AcceptShareAsync)), "SHARE_ACCEPTED");

    private static Task DeclineAsync(CheckRun run) =>
        ToldAsync(run, CheckRun.Hook(run.Target.DeclineShareAsync, nameof(OcmConformanceTarget.DeclineShareAsync)), "SHARE_DECLINED");

    private static async Task ToldAsync(CheckRun run, Func<OcmAddress, string, CancellationToken, ValueTask> gesture, string type)
    {
        var providerId = await run.DeliveredShareAsync().ConfigureAwait(false);
        await gesture(run.User, providerId, run.Cancellation).ConfigureAwait(false);
        var call = await run.ReceivedCallAsync(
            "/ocm/notifications", json => Text(json, "providerId") == providerId, $"The sending server was not told {type} with the share's providerId.").ConfigureAwait(false);
        var told = Text(JsonElement.Parse(call.Body.Span), "notificationType");
        CheckRun.Demand(told == type, $"The sending server must be told {type}, not {told}.");
        await run.DemandSignedAsync(call).ConfigureAwait(false);
    }

    private static async Task StrangerAsync(CheckRun run)
    {
        var providerId = await run.DeliveredShareAsync().ConfigureAwait(false);
        var stranger = await run.StartPeerAsync().ConfigureAwait(false);
        var answer = await run.PostAsync("notifications", Notification(providerId, "SHARE_UNSHARED"), signer: stranger).ConfigureAwait(false);
        CheckRun.DemandRefusal(answer, "A notification about another server's share", 400, 401, 403, 404);
    }

    private static async Task UnknownTypeAsync(CheckRun run)
    {
        var providerId = await run.DeliveredShareAsync().ConfigureAwait(false);
        var answer = await run.PostAsync("notifications", Notification(providerId, "X_CONFORMANCE")).ConfigureAwait(false);
        CheckRun.DemandRefusal(answer, "A notification of an unknown type", 400);
    }

    private static JsonObject WithUnknownRequirement(CheckRun run)
    {
        var share = run.Share();
        share["protocol"]!["webdav"]!["requirements"] = new JsonArray("must-exchange-token", "x-conformance");
        return share;
    }

    private static JsonObject Notification(string providerId, string type) =>
        new() { ["notificationType"] = type, ["resourceType"] = "file", ["providerId"] = providerId };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
