using System.Globalization;

namespace Ocm.Client.Access;

/// <summary>A part of a file in bytes (RFC 9110, Section 14.1.2).</summary>
public sealed record RemoteRange
{
    private RemoteRange(long? first, long? last)
    {
        First = first;
        Last = last;
    }

    /// <summary>The first byte, counted from 0; null where the range is counted from the end.</summary>
    public long? First { get; }

    /// <summary>The last byte, itself included; null for the end of the file. Without <see cref="First"/>: how many bytes at the end.</summary>
    public long? Last { get; }

    /// <summary>From a byte to the end of the file.</summary>
    /// <param name="offset">The first byte, counted from 0.</param>
    /// <returns>The range.</returns>
    public static RemoteRange From(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new RemoteRange(offset, null);
    }

    /// <summary>A number of bytes; fewer where the file ends before.</summary>
    /// <param name="offset">The first byte, counted from 0.</param>
    /// <param name="length">How many bytes, at least 1.</param>
    /// <returns>The range.</returns>
    public static RemoteRange Of(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue - offset);
        return new RemoteRange(offset, offset + length - 1);
    }

    /// <summary>The last bytes of the file; all of it where it is shorter.</summary>
    /// <param name="length">How many bytes, at least 1.</param>
    /// <returns>The range.</returns>
    public static RemoteRange LastBytes(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        return new RemoteRange(null, length);
    }

    /// <summary>The range as the <c>Range</c> header writes it.</summary>
    /// <returns>For example <c>bytes=0-499</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bytes={First}-{Last}");

    /// <summary>Whether an answer that begins at a byte, ends at another and names a length is this range.</summary>
    internal bool Fits(long from, long to, long? length)
    {
        if (First is { } first)
        {
            return from == first && (Last is null || to <= Last);
        }

        return length is null || (to == length - 1 && from == Math.Max(0, length.Value - Last!.Value));
    }
}
