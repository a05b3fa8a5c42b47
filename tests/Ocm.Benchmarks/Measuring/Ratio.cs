using System.Globalization;

namespace Ocm.Benchmarks.Measuring;

/// <summary>How one thing compares with another: medians over the rounds, so that what happens to one round counts once.</summary>
internal sealed class Ratio
{
    private Ratio(double value, double baseline, double scatter)
    {
        Value = value;
        Noise = string.Create(CultureInfo.InvariantCulture, $"{baseline:0.000}× ± {100 * scatter:0.0} %");
    }

    /// <summary>The subject divided by the baseline.</summary>
    internal double Value { get; }

    /// <summary>The same for the baseline against itself: the median, and how far a single round usually is from 1.</summary>
    internal string Noise { get; }

    internal static Ratio Of(IReadOnlyCollection<Round> rounds) => new(
        Median(rounds.Select(round => round.Ratio)),
        Median(rounds.Select(round => round.NoiseRatio)),
        Median(rounds.Select(round => Math.Abs(round.NoiseRatio - 1))));

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
