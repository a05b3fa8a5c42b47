namespace Ocm.Server.InMemory;

/// <summary>A value at its place in the order in which values were added; replaced in place.</summary>
internal sealed class Row<T>(long sequence, T value)
{
    internal long Sequence { get; } = sequence;

    internal T Value { get; set; } = value;
}
