namespace Ocm.Conformance.Dialects;

/// <summary>Something that two servers do with each other.</summary>
/// <param name="Name">Its name in the matrix.</param>
/// <param name="RunAsync">Does it; says "yes", or what came instead.</param>
internal sealed record LegacyOperation(string Name, Func<LegacyRig, Task<string>> RunAsync)
{
    /// <inheritdoc />
    public override string ToString() => Name;
}
