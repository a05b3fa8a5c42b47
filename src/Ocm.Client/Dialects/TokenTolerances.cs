using System.Globalization;
using System.Text.Json.Nodes;
using Ocm.Tokens;

namespace Ocm.Client.Dialects;

/// <summary>Token requests of OCM 1.2 and of servers between the versions, and the answers to token requests.</summary>
internal static class TokenTolerances
{
    internal static IReadOnlyList<Tolerance> Request { get; } =
    [
        new("null-members", request => request.RemoveNulls()),
        new("old-grant-type", request => request.Text("grant_type") is TokenRequest.OldAuthorizationCode or TokenRequest.ShareCode
            && request.Set("grant_type", TokenRequest.AuthorizationCode)),
        new("client-as-url", request => request.Text("client_id") is { } text && LegacyAddress.HostOf(text) is { } host && request.Set("client_id", host)),
    ];

    internal static IReadOnlyList<Tolerance> Answer { get; } =
    [
        new("null-members", answer => answer.RemoveNulls()),
        new("no-token-type", answer => !answer.ContainsKey("token_type") && answer.ContainsKey("access_token") && answer.Set("token_type", TokenResponse.Bearer)),
        new("lifetime-as-text", Lifetime),
    ];

    private static bool Lifetime(JsonObject answer)
    {
        if (answer.Text("expires_in") is not { } text || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }

        answer["expires_in"] = seconds;
        return true;
    }
}
