using System.Text.Json.Nodes;

namespace Ocm.Client.Dialects;

/// <summary>Invite acceptances of servers before 1.4, and the answers to them.</summary>
internal static class InviteTolerances
{
    internal static IReadOnlyList<Tolerance> Request { get; } =
    [
        new("null-members", request => request.RemoveNulls()),
        new("user-id-case", request => request.Rename("userId", "userID")),
        new("provider-as-url", request => request.Text("recipientProvider") is { } text && LegacyAddress.HostOf(text) is { } host && request.Set("recipientProvider", host)),
        new("user-id-with-host", request => request.Text("recipientProvider") is { } provider && WithoutHost(request, provider)),
        new("no-name-or-email", WithNameAndEmail),
    ];

    internal static IReadOnlyList<Tolerance> Answer { get; } =
    [
        new("null-members", answer => answer.RemoveNulls()),
        new("user-id-case", answer => answer.Rename("userId", "userID")),
        new("no-name-or-email", WithNameAndEmail),
    ];

    // Only the sender's own host in the form of a URL goes: what else holds an "@" is the identifier, such as an e-mail address.
    private static bool WithoutHost(JsonObject request, string provider) =>
        request.Text("userID") is { } text && text.Contains("://", StringComparison.Ordinal) && LegacyAddress.WithoutHost(text, provider) is { } identifier && request.Set("userID", identifier);

    private static bool WithNameAndEmail(JsonObject message) =>
        (!message.ContainsKey("email") && message.Set("email", string.Empty))
        | (!message.ContainsKey("name") && message.Set("name", string.Empty));
}
