namespace Ocm.Client.Dialects;

/// <summary>Answers of servers before 1.4.</summary>
internal static class AnswerTolerances
{
    internal static IReadOnlyList<Tolerance> Share { get; } =
    [
        new("null-members", answer => answer.RemoveNulls()),
        new("no-recipient-name", answer => !answer.ContainsKey("recipientDisplayName") && answer.Set("recipientDisplayName", string.Empty)),
    ];
}
