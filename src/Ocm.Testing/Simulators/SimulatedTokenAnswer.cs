namespace Ocm.Testing.Simulators;

/// <summary>What a simulated server got in answer to a token request.</summary>
/// <param name="Status">The status.</param>
/// <param name="Token">The token; null where there was none.</param>
public sealed record SimulatedTokenAnswer(int Status, string? Token);
