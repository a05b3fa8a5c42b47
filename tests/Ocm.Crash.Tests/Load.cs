using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Crash.Tests;

/// <summary>Some workers that do everything at once until the writer dies under them.</summary>
internal sealed class Load(Counterpart counterpart, OcmHost writer, Ledger ledger)
{
    private const int Workers = 8;
    private int _next;

    /// <summary>Runs until the token ends it; what is under way then is waited for.</summary>
    public Task RunAsync(int seed, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(new Random(seed + worker), stop), CancellationToken.None)));

    private async Task WorkAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await (random.Next(11) switch
                {
                    0 or 1 => ShareAsync(),
                    2 => UnshareAsync(random),
                    3 or 4 => ReceiveSignedAsync(),
                    5 => ReceiveAsync(),
                    6 => AnswerAsync(random),
                    7 => AcceptInviteAsync(),
                    8 => RaceForInviteAsync(),
                    9 => AnswerThereAsync(random),
                    _ => ExchangeAsync(random),
                });
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // The writer died: nothing was acknowledged.
            }
        }
    }

    private async Task ShareAsync()
    {
        if (await counterpart.GestureAsync("share", ("to", counterpart.Server.Address("marie").ToString())) is { } providerId)
        {
            ledger.Sent.Enqueue(new Ledger.SentEntry(providerId));
        }
    }

    private async Task UnshareAsync(Random random)
    {
        if (Pick(ledger.Sent, random) is not { } share || !share.TryClaim())
        {
            return;
        }

        share.IsUnshareAsked = true;
        if (await counterpart.GestureAsync("unshare", ("id", share.ProviderId)) == nameof(SentShareStatus.Unshared))
        {
            share.IsUnshared = true;
        }
    }

    // The counterpart tells the writer, which may die over it: then it is told again.
    private async Task AnswerThereAsync(Random random)
    {
        if (Pick(ledger.Sent, random) is not { } share
            || await counterpart.Server.Services.GetRequiredService<IShareStore>().FindReceivedAsync(writer, share.ProviderId) is not { } received
            || !share.TryClaimThere())
        {
            return;
        }

        var accept = random.Next(2) == 0;
        var answered = await counterpart.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares =>
            accept ? shares.AcceptAsync(received.Id, "marie") : shares.DeclineAsync(received.Id, "marie"));
        if (answered.IsSuccess)
        {
            share.Answered = accept;
        }
    }

    private async Task ReceiveSignedAsync()
    {
        var providerId = $"share-{Next()}";
        var (status, replay) = await counterpart.SendShareAsync(providerId);
        if (status == 201)
        {
            ledger.Received.Enqueue(new Ledger.ReceivedEntry(counterpart.Peer.Host, providerId, replay));
        }
    }

    private async Task ReceiveAsync()
    {
        var created = await counterpart.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new OcmAddress("marie", writer),
            ResourceType = ResourceType.Folder,
            ResourceId = "/papers",
            Name = "papers",
        }));
        if (created.TryGetValue(out var share, out _) && share.Status == SentShareStatus.Sent)
        {
            ledger.Received.Enqueue(new Ledger.ReceivedEntry(counterpart.Server.Host, share.ProviderId, replay: null));
        }
    }

    private async Task AnswerAsync(Random random)
    {
        if (Pick(ledger.Received, random) is not { } share || !share.TryClaim())
        {
            return;
        }

        var accept = random.Next(2) == 0;
        var answered = await counterpart.GestureAsync("answer", ("server", share.Server.Value), ("providerId", share.ProviderId), ("accept", accept ? "true" : "false"));
        if (answered is not null)
        {
            share.Answered = accept;
        }
    }

    private async Task AcceptInviteAsync()
    {
        var inviter = $"i-{Next()}";
        var text = await counterpart.Server.WithAsync<IInvites, string>(async invites =>
            invites.ToInviteString((await invites.CreateAsync(inviter)).Value!).Encode());
        var invite = new Ledger.PeerInvite(inviter, text);
        ledger.PeerInvites.Enqueue(invite);
        if (await counterpart.GestureAsync("accept-invite", ("user", "marie"), ("invite", text)) is not null)
        {
            invite.IsAccepted = true;
        }
    }

    private async Task RaceForInviteAsync()
    {
        var inviter = $"w-{Next()}";
        if (await counterpart.GestureAsync("invite", ("user", inviter)) is not { } text || !InviteString.TryParse(text, out var token))
        {
            return;
        }

        var invite = new Ledger.WriterInvite(inviter, text);
        ledger.WriterInvites.Enqueue(invite);
        await Task.WhenAll(invite.Racers.Select(async user =>
        {
            var accepted = await counterpart.Server.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync(user, token));
            if (accepted.IsSuccess)
            {
                invite.Winners.Enqueue(user);
            }
        }));
    }

    private async Task ExchangeAsync(Random random)
    {
        if (Pick(ledger.Sent, random) is not { } share
            || await counterpart.Server.Services.GetRequiredService<IShareStore>().FindReceivedAsync(writer, share.ProviderId) is not { } received)
        {
            return;
        }

        var wasUnshared = share.IsUnshared;
        var token = await counterpart.Server.Services.GetRequiredService<IOcmClient>().ExchangeTokenAsync(writer, Secret(received));
        if (token.TryGetValue(out var issued, out _))
        {
            share.Tokens.Enqueue(issued.AccessToken);
            if (wasUnshared)
            {
                ledger.Violations.Enqueue($"The revoked share {share.ProviderId} gave a token.");
            }
        }
    }

    internal static SecretString Secret(ReceivedShare share) => share.Protocol.WebDav!.SharedSecret;

    // The newest are the ones that a crash may catch half done.
    private static T? Pick<T>(IReadOnlyCollection<T> all, Random random)
        where T : class =>
        all.Count == 0 ? null : all.ElementAt(Math.Max(0, all.Count - 1 - random.Next(20)));

    private int Next() => Interlocked.Increment(ref _next);
}
