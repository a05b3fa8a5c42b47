namespace Ocm.Testing.Conformance;

/// <summary>The code flow at the server's token endpoint, and what a token opens.</summary>
internal static class TokenChecks
{
    internal static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new("token-exchange", "The secret of a share is exchanged for a bearer token by the receiving server, signed.", ["TOK-01", "TOK-03"], ExchangeAsync),
        new("token-unsigned", "An unsigned token request is answered with 400 invalid_client.", ["TOK-04", "TOK-06"], UnsignedAsync),
        new("token-unknown-code", "A code that nobody issued is answered with 400 invalid_grant.", ["TOK-04"], UnknownCodeAsync),
        new("token-other-server", "A code is exchanged for nobody but the share's receiving server.", ["TOK-05"], OtherServerAsync),
        new("token-no-store", "Every answer of the token endpoint carries Cache-Control: no-store.", ["TOK-04"], NoStoreAsync),
        new("access-token", "The resource opens with the token, and not without it.", ["ACC-03", "ACC-10"], AccessAsync),
        new("access-after-unshare", "A share that has ended opens nothing and gives no token.", ["TOK-12", "SHARE-29"], AfterUnshareAsync),
    ];

    private static async Task ExchangeAsync(CheckRun run)
    {
        var (_, secret) = await ShareAsync(run).ConfigureAwait(false);
        var answer = await run.ExchangeAsync(secret).ConfigureAwait(false);
        CheckRun.Demand(answer.Status == 200, $"A valid token request must be answered with 200, not with {answer.Status}.");
        CheckRun.Demand(answer.Text("access_token") is { Length: > 0 }, "The answer must hold access_token.");
        CheckRun.Demand("Bearer".Equals(answer.Text("token_type"), StringComparison.OrdinalIgnoreCase), "The token_type must be Bearer.");
        CheckRun.Demand(answer.Json!.Value.TryGetProperty("expires_in", out _), "The answer must hold expires_in.");
        CheckRun.Demand(!answer.Json.Value.TryGetProperty("refresh_token", out _), "The answer must hold no refresh_token.");
    }

    private static async Task UnsignedAsync(CheckRun run)
    {
        var (_, secret) = await ShareAsync(run).ConfigureAwait(false);
        DemandError(await run.ExchangeAsync(secret, signed: false).ConfigureAwait(false), "An unsigned token request", "invalid_client");
    }

    private static async Task UnknownCodeAsync(CheckRun run) =>
        DemandError(await run.ExchangeAsync("nobody-issued-this-code").ConfigureAwait(false), "A token request with an unknown code", "invalid_grant");

    private static async Task OtherServerAsync(CheckRun run)
    {
        var (_, secret) = await ShareAsync(run).ConfigureAwait(false);
        var other = await run.StartPeerAsync().ConfigureAwait(false);
        DemandError(await run.ExchangeAsync(secret, signer: other).ConfigureAwait(false), "A token request of another server", "invalid_grant");
    }

    private static async Task NoStoreAsync(CheckRun run)
    {
        var answer = await run.ExchangeAsync("nobody-issued-this-code").ConfigureAwait(false);
        CheckRun.Demand(answer.CacheControl?.Contains("no-store", StringComparison.OrdinalIgnoreCase) == true, "The answer must carry Cache-Control: no-store.");
    }

    private static async Task AccessAsync(CheckRun run)
    {
        var (uri, secret) = await ShareAsync(run).ConfigureAwait(false);
        var token = (await run.ExchangeAsync(secret).ConfigureAwait(false)).Text("access_token");
        CheckRun.Need(token is not null, "The secret was not exchanged for a token.");
        var opened = await run.GetAsync(uri, token).ConfigureAwait(false);
        CheckRun.Demand(opened.IsSuccess, $"GET on the shared resource with its token must succeed, not {opened.Status}.");
        CheckRun.DemandRefusal(await run.GetAsync(uri).ConfigureAwait(false), "GET without a token", 401, 403, 404);
        CheckRun.DemandRefusal(await run.GetAsync(uri, "nobody-issued-this-token").ConfigureAwait(false), "GET with a token that nobody issued", 401, 403, 404);
    }

    private static async Task AfterUnshareAsync(CheckRun run)
    {
        var unshare = CheckRun.Hook(run.Target.UnshareAsync, nameof(OcmConformanceTarget.UnshareAsync));
        var (_, notification) = await run.SentShareAsync().ConfigureAwait(false);
        var (text, secret) = SentShareChecks.WebDav(notification);
        var token = (await run.ExchangeAsync(secret).ConfigureAwait(false)).Text("access_token");
        CheckRun.Need(token is not null, "The secret was not exchanged for a token.");
        await unshare(run.User, notification.GetProperty("providerId").GetString()!, run.Cancellation).ConfigureAwait(false);
        CheckRun.DemandRefusal(await run.GetAsync(ToUri(text), token).ConfigureAwait(false), "GET with the token of a share that has ended", 401, 403, 404);
        DemandError(await run.ExchangeAsync(secret).ConfigureAwait(false), "A token request for a share that has ended", "invalid_grant");
    }

    private static async Task<(Uri Uri, string Secret)> ShareAsync(CheckRun run)
    {
        var (_, notification) = await run.SentShareAsync().ConfigureAwait(false);
        var (uri, secret) = SentShareChecks.WebDav(notification);
        return (ToUri(uri), secret);
    }

    private static Uri ToUri(string text)
    {
        CheckRun.Need(Uri.TryCreate(text, UriKind.Absolute, out var uri), "The receiver advertises absolute URIs and was sent another.");
        return uri!;
    }

    private static void DemandError(CheckAnswer answer, string what, string error)
    {
        CheckRun.DemandRefusal(answer, what, 400);
        CheckRun.Demand(answer.Text("error") == error, $"{what} must be answered with the error {error}, not with {answer}.");
    }
}
