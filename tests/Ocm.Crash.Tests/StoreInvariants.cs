using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Shares;

namespace Ocm.Crash.Tests;

/// <summary>What must be in the database at any moment, however the process ended.</summary>
internal sealed class StoreInvariants(CrashDatabase database, Counterpart counterpart, Ledger ledger)
{
    /// <summary>What is broken.</summary>
    public async Task<IReadOnlyList<string>> FindBrokenAsync()
    {
        await using var stores = database.OpenStores();
        var shares = stores.GetRequiredService<IShareStore>();
        List<string> broken = [];
        if (await database.FindDamageAsync() is { } damage)
        {
            broken.Add($"The database is damaged: {damage}");
        }

        // Reading every row finds those that are half there: each has its secrets, and its parts fit together.
        var sent = (await AllAsync<SentShare>(after => shares.ListSentAsync(new SentShareQuery { After = after, Limit = 1000 }), share => share.ProviderId))
            .ToDictionary(share => share.ProviderId, StringComparer.Ordinal);
        var received = (await AllAsync<ReceivedShare>(after => shares.ListReceivedAsync(new ReceivedShareQuery { After = after, Limit = 1000 }), share => share.Id))
            .ToDictionary(share => (share.SendingServer, share.ProviderId));
        var outbox = await shares.ListAsync(new OutboxQuery { Limit = 1000 });
        CheckSent(sent, outbox, broken);
        await CheckAnswersAsync(sent, broken);
        CheckReceived(received, broken);
        broken.AddRange(outbox
            .Where(item => !sent.ContainsKey(item.ProviderId) && !received.ContainsKey((item.Destination, item.ProviderId)))
            .Select(item => $"The outbox item {item.Id} is about a share that is not there."));
        await CheckInvitesAsync(stores, broken);
        return broken;
    }

    private void CheckSent(Dictionary<string, SentShare> sent, IReadOnlyList<OutboxItem> outbox, List<string> broken)
    {
        foreach (var entry in ledger.Sent)
        {
            if (!sent.TryGetValue(entry.ProviderId, out var share))
            {
                broken.Add($"The share {entry.ProviderId}, whose gesture returned, is not there.");
            }
            else if (entry.IsUnshared && share.Status != SentShareStatus.Unshared)
            {
                broken.Add($"The share {entry.ProviderId}, which was unshared, is {share.Status}.");
            }
            else if (share.Status is SentShareStatus.Refused or SentShareStatus.Expired || (share.Status == SentShareStatus.Declined && entry.Answered != false))
            {
                broken.Add($"The share {entry.ProviderId} is {share.Status}: {share.StatusReason}");
            }
        }

        var creations = outbox.Where(item => item.Kind == OutboxItemKind.ShareCreation).Select(item => item.ProviderId).ToHashSet(StringComparer.Ordinal);
        broken.AddRange(sent.Values
            .Where(share => share.Status == SentShareStatus.PendingDelivery && !creations.Contains(share.ProviderId))
            .Select(share => $"The share {share.ProviderId} waits for a delivery that nobody will make."));
        broken.AddRange(sent.Values
            .Where(share => share.Status == SentShareStatus.PendingDelivery && share.Secret is null)
            .Select(share => $"The share {share.ProviderId} waits for its delivery and has no secret."));
    }

    // What the counterpart no longer tells was answered 201: it must be there.
    private async Task CheckAnswersAsync(Dictionary<string, SentShare> sent, List<string> broken)
    {
        var untold = (await counterpart.UntoldAsync()).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in ledger.Sent.Where(entry => entry.Answered is not null && !untold.Contains(entry.ProviderId)))
        {
            var answer = entry.Answered == true ? SentShareStatus.Accepted : SentShareStatus.Declined;
            if (sent.TryGetValue(entry.ProviderId, out var share) && share.Status != answer && !(entry.IsUnshareAsked && share.Status == SentShareStatus.Unshared))
            {
                broken.Add($"The share {entry.ProviderId}, whose {answer} was answered 201, is {share.Status}.");
            }
        }
    }

    private void CheckReceived(Dictionary<(OcmHost SendingServer, string ProviderId), ReceivedShare> received, List<string> broken)
    {
        foreach (var entry in ledger.Received)
        {
            if (!received.TryGetValue((entry.Server, entry.ProviderId), out var share))
            {
                broken.Add($"The share {entry.ProviderId} of {entry.Server}, which was answered 201, is not there.");
            }
            else if (entry.Answered is { } accepted && share.Status != (accepted ? ReceivedShareStatus.Accepted : ReceivedShareStatus.Declined))
            {
                broken.Add($"The share {entry.ProviderId}, whose {(accepted ? "accept" : "decline")} returned, is {share.Status}.");
            }
            else if (Load.Secret(share).Reveal().Length == 0)
            {
                broken.Add($"The share {entry.ProviderId} has lost its secret.");
            }
        }
    }

    private async Task CheckInvitesAsync(IServiceProvider stores, List<string> broken)
    {
        var contacts = stores.GetRequiredService<IContactStore>();
        var invites = stores.GetRequiredService<IInviteStore>();
        foreach (var invite in ledger.PeerInvites.Where(invite => invite.IsAccepted))
        {
            if (await contacts.FindContactAsync("marie", counterpart.Server.Address(invite.Inviter)) is null)
            {
                broken.Add($"The contact {invite.Inviter}, whose invite was accepted, is not there.");
            }
        }

        foreach (var invite in ledger.WriterInvites)
        {
            _ = InviteString.TryParse(invite.Token, out var text);
            var stored = await invites.FindInviteAsync(text!.Token.Hash());
            var added = await contacts.ListContactsAsync(invite.Inviter, after: null, limit: 10);
            if (stored is null)
            {
                broken.Add($"The invite of {invite.Inviter} is not there.");
            }
            else if (!added.Select(contact => contact.Address).SequenceEqual(stored.AcceptedBy is { } winner ? [winner] : []))
            {
                broken.Add($"The invite of {invite.Inviter} was accepted by {stored.AcceptedBy?.Identifier ?? "nobody"} and has {added.Count} contacts.");
            }
            else if (invite.Winners.Any(user => stored.AcceptedBy != counterpart.Server.Address(user)))
            {
                broken.Add($"The invite of {invite.Inviter} was accepted by {string.Join(" and ", invite.Winners)}, and the store says {stored.AcceptedBy?.Identifier ?? "nobody"}.");
            }
        }
    }

    private static async Task<List<T>> AllAsync<T>(Func<string?, ValueTask<IReadOnlyList<T>>> list, Func<T, string> key)
    {
        List<T> all = [];
        string? after = null;
        while (await list(after) is { Count: > 0 } page)
        {
            all.AddRange(page);
            after = key(page[^1]);
        }

        return all;
    }
}
