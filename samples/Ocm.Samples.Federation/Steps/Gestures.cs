using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Samples.Federation.Vendors;

namespace Ocm.Samples.Federation.Steps;

/// <summary>What users do in more than one step.</summary>
internal static class Gestures
{
    /// <summary>A share as the sending server answers.</summary>
    internal sealed record Sent(string ProviderId, string Status, string? RecipientDisplayName);

    /// <summary>The URL of a file of the user's own.</summary>
    public static string OwnFile(string path) => "/files/" + Encode(path);

    /// <summary>The URL of a file in a received share.</summary>
    public static string SharedFile(string receivedId, string path) => $"/api/shares/received/{receivedId}/files/{Encode(path)}";

    public static async Task<Sent> ShareAsync(Vendor from, Vendor to, string path, string[] permissions, CancellationToken cancellationToken)
    {
        var answer = await from.Client.PostAsync(
            "/api/shares",
            new JsonObject
            {
                ["path"] = path,
                ["shareWith"] = to.User.ToString(),
                ["permissions"] = new JsonArray([.. permissions.Select(permission => JsonValue.Create(permission))]),
            },
            cancellationToken);
        return ReadSent(answer);
    }

    public static Sent ReadSent(JsonElement answer) => new(
        answer.GetProperty("providerId").GetString()!,
        answer.GetProperty("status").GetString()!,
        answer.GetProperty("recipientDisplayName").GetString());

    /// <summary>The share in the recipient's list.</summary>
    /// <exception cref="StepFailedException">It is not there.</exception>
    public static async Task<JsonElement> FindReceivedAsync(Vendor receiver, string providerId, CancellationToken cancellationToken)
    {
        var list = await receiver.Client.GetAsync("/api/shares/received", cancellationToken);
        var found = list.EnumerateArray().Where(share => share.GetProperty("providerId").GetString() == providerId).ToList();
        StepFailedException.Unless(found.Count == 1, "the share is in Bob's list once");
        return found[0];
    }

    /// <summary>What the sending server says of a share.</summary>
    public static async Task<string?> SentStatusAsync(Vendor sender, string providerId, CancellationToken cancellationToken)
    {
        var list = await sender.Client.GetAsync("/api/shares/sent", cancellationToken);
        return list.EnumerateArray()
            .Where(share => share.GetProperty("providerId").GetString() == providerId)
            .Select(share => share.GetProperty("status").GetString())
            .SingleOrDefault();
    }

    /// <summary>Shares something and has it accepted.</summary>
    public static async Task<SharePair> ShareAndAcceptAsync(Vendor from, Vendor to, string path, string[] permissions, CancellationToken cancellationToken)
    {
        var share = await ShareAsync(from, to, path, permissions, cancellationToken);
        var received = await FindReceivedAsync(to, share.ProviderId, cancellationToken);
        var id = received.GetProperty("id").GetString()!;
        await to.Client.PostAsync($"/api/shares/received/{id}/accept", body: null, cancellationToken);
        return new SharePair(share.ProviderId, id);
    }

    private static string Encode(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
