using System.Text.Json.Nodes;
using Ocm.Client.Notifications;
using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Client.Dialects;

/// <summary>Reads what Nextcloud answers to a wish to reshare. What is not as it should be counts as not there: the wish was taken all the same.</summary>
internal static class NotificationAnswers
{
    private const int MaxProviderId = 512;
    private const int MaxToken = 4096;

    internal static NotificationAnswer Read(ReadOnlySpan<byte> body)
    {
        if (!OcmJson.ParseObject(body).TryGetValue(out var json, out _))
        {
            return NotificationAnswer.Taken;
        }

        var answer = JsonObject.Create(json)!;
        answer.NumberToText("providerId");
        return answer.Text("providerId") is { Length: > 0 and <= MaxProviderId } id && !id.Any(char.IsControl)
            && answer.Text("token") is { Length: > 0 and <= MaxToken } token && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? new NotificationAnswer { ProviderId = id, Token = new SecretString(token) }
            : NotificationAnswer.Taken;
    }
}
