using System.Globalization;
using System.Text;

namespace Ocm.Samples.Peer.Metrics;

/// <summary>A metric with its labels, as Prometheus names them.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Labels">The labels with their braces, or nothing.</param>
internal readonly record struct MetricSeries(string Name, string Labels)
{
    public static MetricSeries Of(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return new MetricSeries(Identifier(name), string.Empty);
        }

        // In one order, so that equal sets are one series.
        var labels = new List<string>(tags.Length);
        foreach (var (key, value) in tags)
        {
            labels.Add($"{Identifier(key)}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty)}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return new MetricSeries(Identifier(name), $"{{{string.Join(',', labels)}}}");
    }

    private static string Identifier(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);

    private static string Escape(string value) => new StringBuilder(value)
        .Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").ToString();
}
