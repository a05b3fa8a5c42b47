namespace Ocm.Benchmarks.Caches;

/// <summary>What other servers can make this one fetch and keep.</summary>
internal static class CacheFigures
{
    internal static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        yield return await FirstSight.MeasureAsync();
        yield return await PassingServers.MeasureAsync();
    }
}
