namespace Ocm.Crash.Tests;

/// <summary>
/// A server is killed with SIGKILL at random moments while it creates, receives and ends shares, accepts invites and issues
/// tokens under load. What it acknowledged must be there, and happen once. The long runs: <c>--filter TestCategory=Crash</c>.
/// </summary>
[NonParallelizable]
public sealed class CrashTests
{
    private const int ShortRun = 8;
    private const int LongRun = 200;

    [Test]
    public async Task Kill_SqliteUnderLoad_LosesNothing() => await RunAsync(new SqliteCrashDatabase(), ShortRun);

    [Test]
    [Category("Postgres")]
    public async Task Kill_PostgreSqlUnderLoad_LosesNothing() => await RunAsync(await PostgreSqlCrashDatabase.CreateAsync(), ShortRun);

    [Test]
    [Explicit("Takes some ten minutes.")]
    [Category("Crash")]
    public async Task Kill_SqliteUnderLoad200Times_LosesNothing() => await RunAsync(new SqliteCrashDatabase(), LongRun);

    [Test]
    [Explicit("Takes some ten minutes.")]
    [Category("Crash")]
    public async Task Kill_PostgreSqlUnderLoad200Times_LosesNothing() => await RunAsync(await PostgreSqlCrashDatabase.CreateAsync(), LongRun);

    private static async Task RunAsync(CrashDatabase database, int kills)
    {
        await using (database)
        {
            var seed = int.TryParse(Environment.GetEnvironmentVariable("OCM_CRASH_SEED"), out var given) ? given : Random.Shared.Next();
            await TestContext.Out.WriteLineAsync($"seed {seed} (OCM_CRASH_SEED runs with a given one)");
            await new CrashRun(database, seed).RunAsync(kills);
        }
    }
}
