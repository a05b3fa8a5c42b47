using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests;

/// <summary>Two servers on loopback: albert is at the sending one, marie at the receiving one.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private TwoServers(OcmTestServer sending, OcmTestServer receiving)
    {
        Sending = sending;
        Receiving = receiving;
    }

    public OcmTestServer Sending { get; }

    public OcmTestServer Receiving { get; }

    public static async Task<TwoServers> StartAsync(OcmTestServerSettings? sending = null, OcmTestServerSettings? receiving = null) =>
        new(await OcmTestServer.StartAsync(sending), await OcmTestServer.StartAsync(receiving));

    public NewShare NewShare() => new()
    {
        SenderIdentifier = "albert",
        ShareWith = Receiving.Address("marie"),
        ResourceType = ResourceType.Folder,
        ResourceId = "/papers",
        Name = "papers",
    };

    public ValueTask<OcmResult<SentShare>> ShareAsync(Func<NewShare, NewShare>? change = null) =>
        Sending.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(change?.Invoke(NewShare()) ?? NewShare()));

    public async Task<SentShare> SharedAsync(Func<NewShare, NewShare>? change = null)
    {
        var result = await ShareAsync(change);
        Assert.That(result.Failure, Is.Null);
        return result.Value!;
    }

    public async Task<ReceivedShare> ReceivedAsync(string user = "marie") =>
        (await Receiving.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync(user)))[0];

    public async Task<SentShare> SentAsync(string providerId) =>
        (await Sending.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(providerId)))!;

    public async Task<ReceivedShare> AcceptAsync()
    {
        var received = await ReceivedAsync();
        var result = await Receiving.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(received.Id, "marie"));
        Assert.That(result.Failure, Is.Null);
        return result.Value!;
    }

    public async Task<OcmResult<Contact>> InviteAsync()
    {
        var invite = await Sending.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("albert"));
        var text = await Sending.WithAsync<IInvites, string>(invites => ValueTask.FromResult(invites.ToInviteString(invite.Value!).Encode()));
        Assert.That(InviteString.TryParse(text, out var invitation), Is.True);
        return await Receiving.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", invitation!));
    }

    public async ValueTask DisposeAsync()
    {
        await Sending.DisposeAsync();
        await Receiving.DisposeAsync();
    }
}
