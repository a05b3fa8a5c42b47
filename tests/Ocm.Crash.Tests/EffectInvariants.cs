using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Server.Delivery;
using Ocm.Server.Invites;
using Ocm.Shares;

namespace Ocm.Crash.Tests;

/// <summary>What must be true at the other side once the writer is back and has said what it had to say.</summary>
internal sealed class EffectInvariants(Counterpart counterpart, OcmHost writer, Ledger ledger)
{
    private const int Tried = 10;
    private const int Looked = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until nobody has anything to say any more; what is broken then.</summary>
    public async Task<IReadOnlyList<string>> FindBrokenAsync()
    {
        if (await FindUndeliveredAsync() is { } undelivered)
        {
            return [undelivered];
        }

        List<string> broken = [.. counterpart.Seen.Repeated];
        var store = counterpart.Server.Services.GetRequiredService<IShareStore>();
        await CheckSentAsync(store, broken);
        await CheckAnsweredAsync(broken);
        await CheckRevokedAsync(store, broken);
        await CheckAnswersAsync(store, broken);
        CheckPeersAnswers(broken);
        await CheckInvitesAsync(broken);
        foreach (var share in ledger.Received.Where(share => share.Replay is not null).TakeLast(Tried))
        {
            if (await share.Replay!() is var status and not 401)
            {
                broken.Add($"The signed request for {share.ProviderId} was answered {status} when it came again.");
            }
        }

        return broken;
    }

    private async Task<string?> FindUndeliveredAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var next = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var (waiting, failed, waitingItems) = await counterpart.WaitingAsync();
            var depth = await counterpart.Server.WithAsync<IDeliveries, OutboxDepth>(deliveries => deliveries.GetDepthAsync());
            var acceptances = 0;
            foreach (var user in ledger.WriterInvites.TakeLast(Looked).SelectMany(invite => invite.Racers))
            {
                acceptances += (await counterpart.Server.WithAsync<IInvites, IReadOnlyList<InviteAcceptance>>(invites => invites.ListAcceptancesAsync(user)))
                    .Count(acceptance => acceptance.Status == InviteAcceptanceStatus.Pending);
            }

            if (waiting == 0 && failed == 0 && depth is { Pending: 0, Failed: 0 } && acceptances == 0)
            {
                return null;
            }

            if (Stopwatch.GetElapsedTime(start) > Patience || failed > 0 || depth.Failed > 0)
            {
                var items = await counterpart.Server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery { Limit = 3 }));
                return $"The writer has {waiting} waiting and {failed} failed ({waitingItems}), the counterpart {depth} and {acceptances} acceptances: "
                    + string.Join("; ", items.Select(item => $"{item.Kind} {item.NotificationType} {item.LastError}"));
            }

            await next.WaitForNextTickAsync();
        }
    }

    private async Task CheckSentAsync(IShareStore store, List<string> broken)
    {
        foreach (var share in ledger.Sent)
        {
            var received = await store.FindReceivedAsync(writer, share.ProviderId);
            var seen = counterpart.Seen.Count(share.ProviderId, "received");
            if (share.IsUnshareAsked && received is null && seen == 0)
            {
                // Unshared before it was delivered: never to be heard of is the right effect, if it was unshared.
                continue;
            }

            if (received is null || seen != 1)
            {
                broken.Add($"The share {share.ProviderId} arrived {seen} times.");
            }
            else if (share.IsUnshared && received.Status != ReceivedShareStatus.Unshared && !(share.Answered == false && received.Status == ReceivedShareStatus.Declined))
            {
                broken.Add($"The share {share.ProviderId}, which was unshared, is {received.Status} at the other side.");
            }
            else if (!share.IsUnshareAsked && received.Status != Expected(share.Answered))
            {
                broken.Add($"The share {share.ProviderId}, which nobody ended, is {received.Status} at the other side.");
            }
        }
    }

    private static ReceivedShareStatus Expected(bool? answered) => answered switch
    {
        true => ReceivedShareStatus.Accepted,
        false => ReceivedShareStatus.Declined,
        null => ReceivedShareStatus.Pending,
    };

    private async Task CheckAnsweredAsync(List<string> broken)
    {
        foreach (var share in ledger.Sent.Where(share => share.Answered is not null).TakeLast(Looked))
        {
            var expected = share.Answered == true ? nameof(SentShareStatus.Accepted) : nameof(SentShareStatus.Declined);
            var status = await counterpart.GestureAsync("status", ("id", share.ProviderId));
            if (status != expected && !(share.IsUnshareAsked && status == nameof(SentShareStatus.Unshared)))
            {
                broken.Add($"The share {share.ProviderId}, whose recipient answered, is {status} at the writer, and not {expected}.");
            }
        }
    }

    private async Task CheckRevokedAsync(IShareStore store, List<string> broken)
    {
        var client = counterpart.Server.Services.GetRequiredService<IOcmClient>();
        foreach (var share in ledger.Sent.Where(share => share.IsUnshared).TakeLast(Tried).Concat(ledger.Sent.Where(share => share.Answered == false).TakeLast(Tried)))
        {
            if (await store.FindReceivedAsync(writer, share.ProviderId) is { } received
                && (await client.ExchangeTokenAsync(writer, Load.Secret(received))).IsSuccess)
            {
                broken.Add($"The revoked share {share.ProviderId} gives a token.");
            }

            foreach (var token in share.Tokens)
            {
                if (await counterpart.AccessAsync(share.ProviderId, token.Reveal()) is var status and not 401)
                {
                    broken.Add($"A token of the revoked share {share.ProviderId} is answered {status}.");
                }
            }
        }

        foreach (var share in ledger.Sent.Where(share => !share.IsUnshareAsked && share.Answered != false && !share.Tokens.IsEmpty).TakeLast(Tried))
        {
            share.Tokens.TryPeek(out var token);
            if (await counterpart.AccessAsync(share.ProviderId, token!.Reveal()) is var status and not 200)
            {
                broken.Add($"A token that was issued for {share.ProviderId} is answered {status}.");
            }
        }
    }

    private async Task CheckAnswersAsync(IShareStore store, List<string> broken)
    {
        foreach (var share in ledger.Received.Where(share => share.Answered is not null && share.Server == counterpart.Server.Host))
        {
            var expected = share.Answered == true ? SentShareStatus.Accepted : SentShareStatus.Declined;
            if ((await store.FindSentAsync(share.ProviderId))?.Status is var status && status != expected)
            {
                broken.Add($"The share {share.ProviderId} is {status} at its sender, and {expected} at its recipient.");
            }
        }
    }

    private void CheckPeersAnswers(List<string> broken)
    {
        var told = counterpart.ToldToPeer();
        foreach (var share in ledger.Received.Where(share => share.Answered is not null && share.Server == counterpart.Peer.Host))
        {
            var (expected, other) = share.Answered == true ? ("SHARE_ACCEPTED", "SHARE_DECLINED") : ("SHARE_DECLINED", "SHARE_ACCEPTED");
            if (!told.Contains((share.ProviderId, expected)) || told.Contains((share.ProviderId, other)))
            {
                broken.Add($"The sender of {share.ProviderId} was not told {expected} alone.");
            }
        }
    }

    private async Task CheckInvitesAsync(List<string> broken)
    {
        var invites = counterpart.Server.Services.GetRequiredService<IInviteStore>();
        var contacts = counterpart.Server.Services.GetRequiredService<IContactStore>();
        foreach (var invite in ledger.PeerInvites.TakeLast(Looked))
        {
            _ = InviteString.TryParse(invite.Token, out var text);
            var isAccepted = (await invites.FindInviteAsync(text!.Token.Hash()))!.AcceptedBy is not null;
            if (isAccepted != invite.IsAccepted && invite.IsAccepted)
            {
                broken.Add($"The invite of {invite.Inviter} was accepted, and its own server does not know.");
            }

            // The gesture did not return, yet the invite is used up: the crash must not have lost the contact.
            if (isAccepted && await counterpart.GestureAsync("has-contact", ("user", "marie"), ("address", counterpart.Server.Address(invite.Inviter).ToString())) is null)
            {
                broken.Add($"The invite of {invite.Inviter} is used up, and whoever accepted it has no contact.");
            }
        }

        foreach (var invite in ledger.WriterInvites.TakeLast(Looked))
        {
            List<string> winners = [];
            foreach (var user in invite.Racers)
            {
                if (await contacts.FindContactAsync(user, new OcmAddress(invite.Inviter, writer)) is not null)
                {
                    winners.Add(user);
                }
            }

            if (winners.Count > 1 || invite.Winners.Any(user => !winners.Contains(user)))
            {
                broken.Add($"The invite of {invite.Inviter} has the winners {string.Join(" and ", winners)}.");
            }
        }
    }
}
