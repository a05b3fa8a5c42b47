using Ocm.Benchmarks;
using Ocm.Benchmarks.Caches;
using Ocm.Benchmarks.Delivery;
using Ocm.Benchmarks.Load;
using Ocm.Benchmarks.Memory;
using Ocm.Benchmarks.Rows;
using Ocm.Benchmarks.Signatures;
using Ocm.Benchmarks.Stores;

const string Usage = """
    Measures Ocm.Sdk against the least that could do the same work, as ratios of one run (docs/performance.md).

      signatures   verifying, signing and parsing against the raw Ed25519 operation
      load         POST /shares and GET /.well-known/ocm against bare Kestrel endpoints, on loopback
      caches       1,000 servers at once, and 200,000 servers one after the other
      stores       POST /shares on SQLite and PostgreSQL against the stores in memory
      rows         lookups among 1,000,000 rows against 10,000, on both; two to three minutes and 4 GB of disk
      deliveries   to 100 servers of which ten never answer, against 100 that do; two minutes
      memory       a million received shares, 100,000 deliveries to 2,000 servers; exit code 1 above a bound; some minutes
      all          all of these
    """;

Func<IAsyncEnumerable<Figure>>[]? commands = args switch
{
    ["signatures"] => [SignatureFigures.MeasureAsync],
    ["load"] => [LoadFigures.MeasureAsync],
    ["caches"] => [CacheFigures.MeasureAsync],
    ["stores"] => [StoreFigures.MeasureAsync],
    ["rows"] => [RowFigures.MeasureAsync],
    ["memory"] => [MemoryFigures.MeasureAsync],
    ["deliveries"] => [DeliveryFigures.MeasureAsync],
    ["all"] => [SignatureFigures.MeasureAsync, LoadFigures.MeasureAsync, CacheFigures.MeasureAsync, StoreFigures.MeasureAsync, RowFigures.MeasureAsync, DeliveryFigures.MeasureAsync, MemoryFigures.MeasureAsync],
    _ => null,
};
if (commands is null)
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

List<Figure> figures = [];
foreach (var command in commands)
{
    await foreach (var figure in command())
    {
        figures.Add(figure);
        Console.WriteLine($"{figure.What}: {figure.Measured}");
    }
}

Console.WriteLine();
Console.Write(FigureTable.Format(figures));

// A bound on memory holds on a busy machine, too; what depends on its speed is for people to judge.
return args is ["memory"] && figures.Any(figure => figure.IsReached is false) ? 1 : 0;
