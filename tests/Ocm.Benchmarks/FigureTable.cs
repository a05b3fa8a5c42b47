using System.Text;

namespace Ocm.Benchmarks;

/// <summary>The table at the end, in Markdown, so that it can be pasted into docs/performance.md.</summary>
internal static class FigureTable
{
    private static readonly string[] Head = ["what", "goal", "measured", "noise floor", "reached"];

    internal static string Format(IReadOnlyList<Figure> figures)
    {
        List<string[]> rows = [Head, .. figures.Select(Cells)];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', width))]);
        var table = new StringBuilder();
        foreach (var row in rows)
        {
            table.AppendLine($"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |");
        }

        return table.ToString();
    }

    private static string[] Cells(Figure figure) =>
        [figure.What, figure.Goal, figure.Measured, figure.NoiseFloor, figure.IsReached switch { true => "yes", false => "no", null => "" }];
}
