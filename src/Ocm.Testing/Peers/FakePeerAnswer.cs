using System.Text;

namespace Ocm.Testing.Peers;

/// <summary>What a <see cref="FakePeer"/> answers.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">The content type; null for none.</param>
public sealed record FakePeerAnswer(int StatusCode, ReadOnlyMemory<byte> Body, string? ContentType)
{
    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Something to wait for before the answer leaves, so that a test can look at what happens meanwhile.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <summary>An answer in JSON.</summary>
    /// <param name="json">The body.</param>
    /// <param name="statusCode">The HTTP status.</param>
    /// <returns>The answer.</returns>
    public static FakePeerAnswer Json(string json, int statusCode = 200) => new(statusCode, Encoding.UTF8.GetBytes(json), "application/json");

    /// <summary>An answer without a body.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <returns>The answer.</returns>
    public static FakePeerAnswer Status(int statusCode) => new(statusCode, default, null);
}
