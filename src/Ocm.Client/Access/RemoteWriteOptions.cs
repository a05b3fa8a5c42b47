using System.Net.Http.Headers;

namespace Ocm.Client.Access;

/// <summary>How a file is written.</summary>
public sealed record RemoteWriteOptions
{
    /// <summary>
    /// How many bytes are written. Null: what is left of the stream where it can say so; else the length is not announced
    /// (chunked transfer), which some servers refuse with 411.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long? Length
    {
        get;
        init
        {
            if (value is { } length)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>The media type; null for <c>application/octet-stream</c>.</summary>
    /// <exception cref="ArgumentException">The value is not a media type.</exception>
    public string? ContentType
    {
        get;
        init => field = value is null || MediaTypeHeaderValue.TryParse(value, out _)
            ? value
            : throw new ArgumentException("Not a media type.", nameof(value));
    }

    /// <summary>Under which conditions; null for none: what is there is replaced.</summary>
    public RemoteConditions? Conditions { get; init; }
}
