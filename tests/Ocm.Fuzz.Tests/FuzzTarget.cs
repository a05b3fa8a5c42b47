namespace Ocm.Fuzz;

/// <summary>Something that reads what a peer sent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seeds">Inputs that it takes, or nearly.</param>
/// <param name="Garbage">Makes an input from nothing but the grammar; null where there is no grammar.</param>
/// <param name="Run">Feeds it one input; throws where it should not have, or where what it read is not what it writes.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Func<Random, byte[]>? Garbage, Action<byte[]> Run)
{
    /// <summary>What one input may allocate, whatever its length, in bytes.</summary>
    internal int AllocationBase { get; init; } = 64 * 1024;

    /// <summary>What one input may allocate for each of its bytes, in bytes.</summary>
    internal int AllocationPerByte { get; init; } = 64;

    public override string ToString() => Name;
}
