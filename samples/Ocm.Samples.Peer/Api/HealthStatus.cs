namespace Ocm.Samples.Peer.Api;

/// <summary>The answer of <c>GET /health</c>.</summary>
public sealed record HealthStatus(string Status);
