using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server;
using Ocm.Server.Access;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Testing.Simulators;
using Ocm.Tokens;

namespace Ocm.Conformance.Dialects;

/// <summary>Our server, and a simulated server of an older family. Each operation says "yes", or what came instead.</summary>
internal sealed class LegacyRig : IAsyncDisposable
{
    private LegacyRig(OcmTestServer server, LegacyServer other, ReshareWishes wishes)
    {
        Server = server;
        Other = other;
        Wishes = wishes;
    }

    public OcmTestServer Server { get; }

    public LegacyServer Other { get; }

    /// <summary>What was asked of our users.</summary>
    public ReshareWishes Wishes { get; }

    public static Task<LegacyRig> StartAsync(LegacyServerFamily family, OcmPosture posture)
    {
        var wishes = new ReshareWishes();
        var settings = new OcmTestServerSettings
        {
            Options = options => options.Posture = posture,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.AddSingleton<IReshareWishHandler>(wishes);
            },
            Map = app => app.Map("/dav/ocm/{**path}", (HttpContext context) => context.GetOcmShareAccess().Share.ResourceId).RequireOcmShareBelow("/dav/ocm"),
        };
        return StartAsync(family, settings, wishes);
    }

    public static async Task<LegacyRig> StartAsync(LegacyServerFamily family, OcmTestServerSettings settings, ReshareWishes? wishes = null) =>
        new(await OcmTestServer.StartAsync(settings), await LegacyServer.StartAsync(family), wishes ?? new ReshareWishes());

    public async Task<string> DiscoverAsync() =>
        Word((await Server.Services.GetRequiredService<IOcmClient>().DiscoverAsync(Other.Peer.Host)).Failure);

    public async Task<string> InviteThemAsync()
    {
        var invite = await Server.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("marie"));
        return await Other.AcceptInviteAsync(Server.Origin, Server.Host.Value, invite.Value!.Token.Reveal()) switch
        {
            null => "has none",
            200 => "yes",
            var status => $"{status}",
        };
    }

    public async Task<string> AcceptTheirInviteAsync()
    {
        if (Other.Invite() is not { } token)
        {
            return "has none";
        }

        var invite = new InviteString(new SecretString(token), Other.Peer.Host);
        return Word((await Server.WithAsync<IInvites, OcmResult<Ocm.Contacts.Contact>>(invites => invites.AcceptAsync("marie", invite))).Failure);
    }

    public Task<string> ShareFileAsync() => ShareAsync(ResourceType.File);

    public Task<string> ShareFolderAsync() => ShareAsync(ResourceType.Folder);

    public Task<string> TakeShareAsync() => TakeAsync("file");

    public Task<string> TakeFolderAsync() => TakeAsync("folder");

    public async Task<string> TakeAsync(string resourceType)
    {
        var status = await Other.ShareAsync(Server.Origin, Server.Address("marie").ToString(), resourceType);
        return status == 201 && await ReceivedAsync() is not null ? "yes" : $"{status}";
    }

    public async Task<string> ReadAsync()
    {
        if (await TakeShareAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var share = (await ReceivedAsync())!;
        await Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"));
        var opened = await Server.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(shares => shares.OpenAsync(share.Id, "marie"));
        if (!opened.TryGetValue(out var resource, out var failure))
        {
            return Word(failure);
        }

        var read = await resource.ReadAsync();
        if (!read.TryGetValue(out var content, out failure))
        {
            return Word(failure);
        }

        await using (content)
        {
            using var reader = new StreamReader(content.Stream);
            return await reader.ReadToEndAsync() == LegacyServer.Content ? "yes" : "other content";
        }
    }

    public Task<string> AcceptAsync() => AnswerAsync("SHARE_ACCEPTED", (shares, id) => shares.AcceptAsync(id, "marie"));

    public Task<string> DeclineAsync() => AnswerAsync("SHARE_DECLINED", (shares, id) => shares.DeclineAsync(id, "marie"));

    public async Task<string> ServeAsync()
    {
        if (await ShareFileAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var share = Other.Received.Single();
        var token = share.MustExchange ? (await Other.ExchangeAsync(Server.Origin, share))?.Token : null;
        var before = await Other.ReadAsync(Server.Origin, share, token);
        await Server.WithAsync<ISentShares, OcmResult<SentShare>>(async shares => await shares.UnshareAsync((await shares.ListAsync("marie")).Single().ProviderId));
        var after = await Other.ReadAsync(Server.Origin, share, token);
        return (before, after) == (200, 401) ? "yes" : $"{before}, then {after}";
    }

    public async Task<string> UnshareAsync()
    {
        if (await ShareFileAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var sent = await SentAsync();
        await Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(sent.ProviderId));
        return Heard(Other.Received.Single(), "SHARE_UNSHARED");
    }

    public async Task<string> HearUnshareAsync()
    {
        if (await TakeShareAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var reply = await Other.NotifyAsync(Server.Origin, "SHARE_UNSHARED", Other.Sent.Single());
        return reply is null ? "never sent"
            : (await ReceivedAsync())!.Status == ReceivedShareStatus.Unshared ? "yes"
            : $"{reply.Status}";
    }

    public Task<string> HearAcceptAsync() => HearAnswerAsync("SHARE_ACCEPTED", SentShareStatus.Accepted);

    public Task<string> HearDeclineAsync() => HearAnswerAsync("SHARE_DECLINED", SentShareStatus.Declined);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Other.DisposeAsync();
    }

    private async Task<string> HearAnswerAsync(string type, SentShareStatus expected)
    {
        if (await ShareFileAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var reply = await Other.NotifyAsync(Server.Origin, type, Other.Received.Single());
        return reply is null ? "never sent"
            : (await SentAsync()).Status == expected ? "yes"
            : $"{reply.Status}";
    }

    private async Task<string> ShareAsync(ResourceType type)
    {
        await InviteThemAsync();
        var result = await Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "marie",
            ShareWith = OcmAddress.Parse(Other.Address),
            ResourceType = type,
            ResourceId = "/notes",
            Name = "notes",
            Permissions = [Permission.Read],
        }));
        return !result.IsSuccess ? Word(result.Failure)
            : result.Value.Status == SentShareStatus.Sent && Other.Received.Count == 1 ? "yes"
            : result.Value.StatusReason ?? result.Value.Status.ToString();
    }

    private async Task<string> AnswerAsync(string type, Func<IReceivedShares, string, ValueTask<OcmResult<ReceivedShare>>> answer)
    {
        if (await TakeShareAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var share = (await ReceivedAsync())!;
        await Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => answer(shares, share.Id));
        return Heard(Other.Sent.Single(), type);
    }

    internal string Heard(SimulatedShare share, string type) => share.LastNotification == type ? "yes"
        : Other.Peer.Requests.Any(request => request.Path.EndsWith("/notifications", StringComparison.Ordinal)) ? "told, not applied"
        : "not told";

    internal async Task<ReceivedShare?> ReceivedAsync() =>
        (await Server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"))).SingleOrDefault();

    internal async Task<SentShare> SentAsync() =>
        (await Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("marie"))).Single();

    internal static string Word(OcmFailure? failure) => failure is null ? "yes" : failure.ToString();
}
