using System.Net.Http.Headers;
using System.Text;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;

namespace Ocm.Testing.Conformance;

/// <summary>Which signatures the server takes, shown on share creation notifications.</summary>
internal static class SignatureChecks
{
    private const string Input = "Signature-Input";

    internal static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new("signature-unsigned", "An unsigned call of a server that signs is refused with 401.", ["SIG-15", "SIG-24", "SHARE-23"], UnsignedAsync),
        new("signature-body", "A body that does not match its Content-Digest is refused with 401.", ["SIG-12"], BodyAsync),
        new("signature-target", "A signature for another URL is refused with 401.", ["SIG-02", "SIG-10"], TargetAsync),
        new("signature-coverage", "A signature that leaves out a mandatory component is refused with 401.", ["SIG-10"], CoverageAsync),
        new("signature-old", "A signature that was made too long ago is refused with 401.", ["SIG-11"], run => TimeAsync(run, TimeSpan.FromDays(-1))),
        new("signature-future", "A signature from the future is refused with 401.", ["SIG-11"], run => TimeAsync(run, TimeSpan.FromDays(1))),
        new("signature-replay", "A signature that was taken before is refused with 401.", ["SIG-21"], ReplayAsync),
        new("signature-unknown-key", "A signature with a key that is not in the signer's JWK Set is refused with 401.", ["SIG-27"], UnknownKeyAsync),
        new("signature-other-server", "A signature of another server than the sender's is refused with 401 or 403.", ["SIG-17"], OtherServerAsync),
        new("signature-two", "Two signatures tagged ocm are refused with 401.", ["SIG-07", "SIG-14"], TwoAsync),
        new("signature-tag", "A signature without the tag ocm counts as none.", ["SIG-13", "SIG-15"], TagAsync),
        new("signature-malformed", "A malformed Signature-Input is refused with 400 or 401.", ["SIG-22"], MalformedAsync),
    ];

    private static async Task UnsignedAsync(CheckRun run) => CheckRun.DemandRefusal(
        await run.PostUnsignedAsync(await run.ApiAsync("shares").ConfigureAwait(false), run.Share().ToJsonString()).ConfigureAwait(false),
        "An unsigned share from a server with http-sig",
        401);

    private static Task BodyAsync(CheckRun run) => ChangedAsync(
        run,
        "A share whose name was changed after it was signed",
        request => Replace(request, run.Share("changed").ToJsonString()));

    private static async Task TargetAsync(CheckRun run)
    {
        var shares = await run.ApiAsync("shares").ConfigureAwait(false);
        var answer = await run.PostTextAsync(new Uri(run.Target.Origin, "/elsewhere"), run.Share().ToJsonString(), change: request => request.RequestUri = shares).ConfigureAwait(false);
        CheckRun.DemandRefusal(answer, "A share whose signature covers another URL", 401);
    }

    private static async Task CoverageAsync(CheckRun run)
    {
        var body = Encoding.UTF8.GetBytes(run.Share().ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, await run.ApiAsync("shares").ConfigureAwait(false)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentLength = body.Length;
        request.Headers.TryAddWithoutValidation("Content-Digest", ContentDigest.Create(body));
        var signed = await HttpMessageSigner.SignAsync(
            new HttpRequestMessageView(request),
            new[] { SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentLength },
            new SignatureParameters { Created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), Tag = OcmRequestSigner.Tag },
            run.Peer.Key,
            cancellationToken: run.Cancellation).ConfigureAwait(false);
        request.Headers.TryAddWithoutValidation(Input, signed.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", signed.Signature);
        CheckRun.DemandRefusal(await run.SendAsync(request).ConfigureAwait(false), "A share whose signature does not cover the body's digest", 401);
    }

    private static async Task TimeAsync(CheckRun run, TimeSpan offset)
    {
        var body = Encoding.UTF8.GetBytes(run.Share().ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, await run.ApiAsync("shares").ConfigureAwait(false)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await new OcmRequestSigner(new ShiftedTime(offset)).SignAsync(request, body, run.Peer.Key, run.Cancellation).ConfigureAwait(false);
        CheckRun.DemandRefusal(await run.SendAsync(request).ConfigureAwait(false), $"A share signed {(offset < TimeSpan.Zero ? "a day ago" : "a day ahead")}", 401);
    }

    private static async Task ReplayAsync(CheckRun run)
    {
        var body = run.Share().ToJsonString();
        var uri = await run.ApiAsync("shares").ConfigureAwait(false);
        Dictionary<string, string> fields = [];
        var first = await run.PostTextAsync(uri, body, change: request =>
        {
            foreach (var name in new[] { "Content-Digest", Input, "Signature" })
            {
                fields[name] = request.Headers.GetValues(name).Single();
            }
        }).ConfigureAwait(false);
        CheckRun.Need(first.IsSuccess, $"A valid share was not taken: {first}.");
        var second = await run.PostTextAsync(uri, body, change: request =>
        {
            foreach (var (name, value) in fields)
            {
                Set(request, name, value);
            }
        }).ConfigureAwait(false);
        CheckRun.DemandRefusal(second, "The same signed request a second time", 401);
    }

    private static async Task UnknownKeyAsync(CheckRun run) => CheckRun.DemandRefusal(
        await run.PostAsync("shares", run.Share(), key: run.Peer.CreateKey()).ConfigureAwait(false), "A share signed with a key that is not published", 401);

    private static async Task OtherServerAsync(CheckRun run)
    {
        var other = await run.StartPeerAsync().ConfigureAwait(false);
        CheckRun.DemandRefusal(await run.PostAsync("shares", run.Share(), signer: other).ConfigureAwait(false), "A share signed by another server than its sender's", 401, 403);
    }

    private static Task TwoAsync(CheckRun run) => ChangedAsync(run, "A share with two signatures tagged ocm", request =>
    {
        foreach (var name in new[] { Input, "Signature" })
        {
            var value = request.Headers.GetValues(name).Single();
            Set(request, name, $"{value}, again{value[value.IndexOf('=', StringComparison.Ordinal)..]}");
        }
    });

    private static Task TagAsync(CheckRun run) => ChangedAsync(run, "A share whose signature is not tagged ocm", request =>
        Set(request, Input, request.Headers.GetValues(Input).Single().Replace("tag=\"ocm\"", "tag=\"other\"", StringComparison.Ordinal)));

    private static async Task MalformedAsync(CheckRun run)
    {
        var answer = await run.PostTextAsync(
            await run.ApiAsync("shares").ConfigureAwait(false), run.Share().ToJsonString(), change: request => Set(request, Input, "ocm=(\"@method\"")).ConfigureAwait(false);
        CheckRun.DemandRefusal(answer, "A share with a malformed Signature-Input", 400, 401);
    }

    private static async Task ChangedAsync(CheckRun run, string what, Action<HttpRequestMessage> change)
    {
        var uri = await run.ApiAsync("shares").ConfigureAwait(false);
        CheckRun.DemandRefusal(await run.PostTextAsync(uri, run.Share("original").ToJsonString(), change: change).ConfigureAwait(false), what, 401);
    }

    // Of the same length, so that nothing but the digest tells.
    private static void Replace(HttpRequestMessage request, string body)
    {
        var length = (int)request.Content!.Headers.ContentLength!.Value;
        var padded = Encoding.UTF8.GetBytes(body.PadRight(length));
        request.Content = new ByteArrayContent(padded[..length]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private sealed class ShiftedTime(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
