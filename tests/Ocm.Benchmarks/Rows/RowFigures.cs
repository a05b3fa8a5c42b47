using System.Globalization;
using Ocm.Benchmarks.Measuring;
using Ocm.Benchmarks.Stores;

namespace Ocm.Benchmarks.Rows;

/// <summary>What a lookup costs among 1,000,000 rows, compared with 10,000; one caller, in memory what the system keeps there.</summary>
internal static class RowFigures
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int Rounds = 15;
    private const double Goal = 1.5;

    internal static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        await foreach (var small in BenchmarkDatabase.CreateAllAsync())
        {
            await using (small)
            {
                await using var large = small.IsSqlite ? BenchmarkDatabase.CreateSqlite() : await BenchmarkDatabase.CreatePostgreSqlAsync();
                await using var few = await RowSet.CreateAsync(small, Few);
                await using var many = await RowSet.CreateAsync(large, Many);
                yield return await CompareAsync($"find a share by server and name, {small.Name}", 1000, few.FindShareAsync, many.FindShareAsync);
                yield return await CompareAsync($"list a recipient's 50 newest shares, {small.Name}", 200, few.ListNewestAsync, many.ListNewestAsync);
                yield return await CompareAsync($"validate a token, {small.Name}", 1000, few.FindTokenAsync, many.FindTokenAsync);
            }
        }
    }

    private static async Task<Figure> CompareAsync(string what, int calls, Func<ValueTask> few, Func<ValueTask> many)
    {
        // Twice as many before anything counts: the system reads most of the pages that it will need.
        await RowSet.P99Async(few, calls);
        await RowSet.P99Async(many, calls * Rounds * 2);
        var rounds = new Round[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            rounds[i] = new Round(await RowSet.P99Async(few, calls), await RowSet.P99Async(many, calls), await RowSet.P99Async(few, calls));
        }

        var ratio = Ratio.Of(rounds);
        return new Figure(
            $"{what}: 1,000,000 rows / 10,000",
            string.Create(CultureInfo.InvariantCulture, $"p99 ≤ {Goal:0.0}×"),
            string.Create(CultureInfo.InvariantCulture, $"p99 {ratio.Value:0.00}× ({Ratio.Median(rounds.Select(round => round.Subject)):N0} µs)"),
            ratio.Noise,
            ratio.Value <= Goal);
    }
}
