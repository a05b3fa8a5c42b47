using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>One thing that deployed servers write otherwise than the draft, and how it is read.</summary>
/// <param name="Name">Its name in metrics and documentation.</param>
/// <param name="Apply">Rewrites the message into the draft's form; says whether there was anything to rewrite.</param>
internal sealed record Tolerance(string Name, Func<JsonObject, bool> Apply);
