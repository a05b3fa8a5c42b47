namespace Ocm.Samples.Peer;

/// <summary>The body of every refusal: a stable code for programs and a sentence for people.</summary>
public sealed record ApiError(string Error, string Message);
