using System.Diagnostics.Metrics;

namespace Ocm.Client.Tests.Signatures;

/// <summary>Meters of a test's own.</summary>
internal sealed class TestMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
