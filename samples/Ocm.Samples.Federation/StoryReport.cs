using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ocm.Samples.Federation;

/// <summary>How the story went.</summary>
/// <param name="Passed">Whether every step passed.</param>
/// <param name="Steps">The steps in their order.</param>
public sealed record StoryReport(bool Passed, IReadOnlyList<StepResult> Steps)
{
    /// <summary>Writes the results as JSON.</summary>
    /// <param name="file">Where to; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task WriteAsync(string? file, CancellationToken cancellationToken = default)
    {
        if (file is not null)
        {
            await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(this, StoryJson.Default.StoryReport), cancellationToken);
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(StoryReport))]
internal sealed partial class StoryJson : JsonSerializerContext;
