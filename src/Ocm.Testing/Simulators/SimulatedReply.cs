using System.Text.Json.Nodes;

namespace Ocm.Testing.Simulators;

/// <summary>What a simulated server got in answer to a call.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; null where it is no JSON object.</param>
public sealed record SimulatedReply(int Status, JsonObject? Body);
