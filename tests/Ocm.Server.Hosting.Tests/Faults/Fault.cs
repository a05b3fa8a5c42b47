namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>One way to misbehave.</summary>
/// <param name="Name">What it is called in the list of tests.</param>
/// <param name="Answer">What is done instead of a good answer; the connection closes when it ends.</param>
internal sealed record Fault(string Name, Func<FaultyAnswer, CancellationToken, Task>? Answer = null)
{
    public bool RefusesConnections { get; init; }

    public bool ShowsExpiredCertificate { get; init; }

    public static Fault Refuses { get; } = new("refuses connections") { RefusesConnections = true };

    public static Fault ExpiredCertificate { get; } = new("shows an expired certificate") { ShowsExpiredCertificate = true };

    public static Fault Hangs { get; } = new("hangs", (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));

    public static Fault Closes { get; } = new("closes without a word", (_, _) => Task.CompletedTask);

    public static Fault Resets { get; } = new("resets", (answer, _) =>
    {
        answer.Reset();
        return Task.CompletedTask;
    });

    public static Fault Garbage { get; } = new("answers what is no HTTP", (answer, token) => answer.WriteAsync("220 mail.example ESMTP\r\n", token));

    public static Fault WebPage { get; } = new("answers a web page", (answer, token) =>
        answer.WriteAsync(GoodAnswer.ToHttp(answer.Good.Status, "text/html", 6, "<html>"), token));

    public static Fault ErrorPage { get; } = new("answers an error page", (answer, token) =>
        answer.WriteAsync(GoodAnswer.ToHttp(502, "text/html", 6, "<html>"), token));

    public static Fault Redirects { get; } = new("redirects", (answer, token) =>
        answer.WriteAsync("HTTP/1.1 307 Elsewhere\r\nLocation: https://elsewhere.example/ocm\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", token));

    public static Fault PromisesMore { get; } = new("promises more than it sends", (answer, token) =>
        answer.WriteAsync(answer.Good.ToHttp(answer.Good.Length + 100), token));

    public static Fault PromisesMoreAndWaits { get; } = new("promises more than it sends and waits", async (answer, token) =>
    {
        await answer.WriteAsync(answer.Good.ToHttp(answer.Good.Length + 100), token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
    });

    public static Fault PromisesLess { get; } = new("promises less than it sends", (answer, token) =>
        answer.WriteAsync(answer.Good.ToHttp(answer.Good.Length - 1), token));

    public static Fault Endless { get; } = new("does not end", async (answer, token) =>
    {
        await answer.WriteAsync($"HTTP/1.1 {answer.Good.Status} Status\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n", token);
        while (true)
        {
            await answer.WriteAsync(new string(' ', 8192), token);
        }
    });

    public static Fault Drips { get; } = new("drips bytes", async (answer, token) =>
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        foreach (var letter in $"HTTP/1.1 {answer.Good.Status} Status\r\nContent-Type: application/json\r\nX-Drip: {new string('x', 10_000)}")
        {
            await answer.WriteAsync(letter.ToString(), token);
            await pulse.WaitForNextTickAsync(token);
        }
    });

    public override string ToString() => Name;
}
