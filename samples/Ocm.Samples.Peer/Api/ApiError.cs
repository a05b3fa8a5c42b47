using System.Text.Json.Serialization;

namespace Ocm.Samples.Peer.Api;

/// <summary>The body of every refusal: a stable code for programs and a sentence for people.</summary>
/// <param name="Error">The code.</param>
/// <param name="Message">The sentence, in words of this server.</param>
public sealed record ApiError(string Error, string Message)
{
    /// <summary>The status that another server answered, where the refusal came from there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PeerStatus { get; init; }

    /// <summary>What the other server said, as it said it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PeerError { get; init; }
}
