using Ocm.Discovery;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Serialization;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Fuzz;

/// <summary>The JSON messages: whatever is taken can be looked at, written, and is then taken again.</summary>
internal static class MessageTargets
{
    internal static FuzzTarget Discovery { get; } = Of<DiscoveryDocument>(Seeds.Discovery, document =>
    {
        foreach (var entry in document.ResourceTypes)
        {
            _ = entry.WebDavPath?.Length + entry.WebDavUriForm?.Length + entry.WebAppTargets.Count;
            _ = entry.Receives(ProtocolName.WebDav);
        }
    });

    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Discovery,
        Of<ShareCreationNotification>(Seeds.Share, share =>
        {
            _ = share.Protocol.Offered().Count() + share.Protocol.Requirements.Count + (share.Protocol.OptionsSecret?.Reveal().Length ?? 0);
            _ = share.Expiration is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
            _ = share.Protocol.Ssh is { } ssh && !SshAddress.TryParse(ssh.Uri, out _) ? throw new InvalidOperationException("an ssh address that is none") : 0;
            _ = share.Protocol.WebApp is { } app ? new Uri(app.Uri, UriKind.Absolute) : null;
        }),
        Of<ShareCreationResponse>(Seeds.ShareAnswer),
        Of<OcmNotification>(Seeds.Notification),
        Of<InviteAcceptanceRequest>(Seeds.Invite),
        Of<InviteAcceptanceResponse>(Seeds.InviteAnswer),
        Of<ShareRequest>(Seeds.ShareRequest),
        Of<TokenResponse>(Seeds.Token, token => _ = TimeSpan.FromSeconds(token.ExpiresIn ?? 0)),
    ];

    private static FuzzTarget Of<T>(string[] seeds, Action<T>? use = null)
        where T : class, IOcmMessage<T>
    {
        var examples = Seeds.Utf8(seeds);
        return new FuzzTarget(typeof(T).Name, examples, new JsonGarbage(examples).Make, bytes =>
        {
            var result = OcmJson.Read<T>(bytes);
            if (!result.TryGetValue(out var message, out var failure))
            {
                if (failure.ValidationErrors.Count == 0 || failure.ValidationErrors.Select(error => error.Name).Distinct().Count() != failure.ValidationErrors.Count)
                {
                    throw new InvalidOperationException("A refusal names each bad field once.");
                }

                return;
            }

            use?.Invoke(message);
            _ = message.ToString();
            if (!OcmJson.Read<T>(OcmJson.Write(message)).IsSuccess)
            {
                throw new InvalidOperationException("What was read is refused when it is written again.");
            }
        });
    }
}
