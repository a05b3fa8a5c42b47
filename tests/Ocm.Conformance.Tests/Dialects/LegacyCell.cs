namespace Ocm.Conformance.Dialects;

/// <summary>What is expected of an operation with a peer.</summary>
/// <param name="Outcome">"yes", or what comes instead.</param>
/// <param name="Reason">Why it cannot work; empty where it does.</param>
internal sealed record LegacyCell(string Outcome, string Reason);
