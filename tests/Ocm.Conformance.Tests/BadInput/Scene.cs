using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Conformance.Dialects;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Server;
using Ocm.Server.Contacts;
using Ocm.Server.Invites;
using Ocm.Server.ShareRequests;
using Ocm.Server.Shares;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// A server that takes everything, with a share that albert sent and an invite that he made. In messages,
/// <c>server.example</c> and <c>peer.example</c> stand for the two servers, <c>the-provider-id</c>, <c>the-invite-token</c> and
/// <c>the-secret</c> for what they hold.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    private Scene(ServerAndPeer test, string providerId, string secret, string inviteToken)
    {
        Test = test;
        ProviderId = providerId;
        Secret = secret;
        InviteToken = inviteToken;
    }

    internal ServerAndPeer Test { get; }

    private string ProviderId { get; }

    private string Secret { get; }

    private string InviteToken { get; }

    /// <summary>Starts it.</summary>
    /// <param name="posture">What the server takes.</param>
    /// <param name="prepare">Sees both servers before the first call.</param>
    internal static async Task<Scene> StartAsync(OcmPosture posture = OcmPosture.Strict, Action<ServerAndPeer>? prepare = null)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = posture, Register = Register });
        prepare?.Invoke(test);
        await test.CreatedAsync();
        var sent = test.SentToPeer().Single();
        var invite = await test.Server.WithAsync<IInvites, InviteString>(async invites =>
            invites.ToInviteString((await invites.CreateAsync("albert")).Value!));
        return new Scene(
            test,
            sent.GetProperty("providerId").GetString()!,
            sent.GetProperty("protocol").GetProperty("webdav").GetProperty("sharedSecret").GetString()!,
            invite.Token.Reveal());
    }

    /// <summary>The message as it can be sent.</summary>
    internal string Fill(string message) => message
        .Replace("server.example", Test.Server.Host.Value, StringComparison.Ordinal)
        .Replace("peer.example", Test.Peer.Host.Value, StringComparison.Ordinal)
        .Replace("the-provider-id", ProviderId, StringComparison.Ordinal)
        .Replace("the-invite-token", InviteToken, StringComparison.Ordinal)
        .Replace("the-secret", Secret, StringComparison.Ordinal);

    /// <summary>Everything that the server's stores hold of shares, invites, contacts, requests, tokens and deliveries, and the wishes that albert heard.</summary>
    internal async Task<string> StateAsync()
    {
        var server = Test.Server;
        List<string> state = [];
        foreach (var user in new[] { "marie", "albert" })
        {
            var received = await Test.ReceivedAsync(user);
            var sent = await server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync(user));
            var contacts = await server.WithAsync<IContacts, IReadOnlyList<Contact>>(book => book.ListAsync(user));
            var invites = await server.WithAsync<IInvites, IReadOnlyList<Invite>>(all => all.ListAsync(user));
            var requests = await server.WithAsync<IShareRequests, IReadOnlyList<ReceivedShareRequest>>(all => all.ListAsync(user));
            state.Add(string.Create(CultureInfo.InvariantCulture, $"{user}: {received.Count} received, {sent.Count} sent, {contacts.Count} contacts, {invites.Count} invites, {requests.Count} requests"));
            state.AddRange(contacts.Select(contact => $"{contact.Address} {contact.DisplayName} {contact.Email} {contact.Label} {contact.Trusted}"));
            state.AddRange(received.Select(share => $"{share.Id} {share.Status} {share.Version}"));
            state.AddRange(sent.Select(share => $"{share.ProviderId} {share.Status} {share.Version}"));
        }

        var outbox = await server.WithAsync<IShareStore, OutboxDepth>(store => store.GetDepthAsync());
        var tokens = server.Services.GetRequiredService<CountingTokenStore>().Count;
        state.Add(string.Create(CultureInfo.InvariantCulture, $"{outbox}, {tokens} tokens, {Wishes.Count} wishes"));
        return string.Join('\n', state);
    }

    /// <summary>What albert was asked for.</summary>
    internal IReadOnlyCollection<ReshareWish> Wishes => Test.Server.Services.GetRequiredService<ReshareWishes>().All;

    public ValueTask DisposeAsync() => Test.DisposeAsync();

    private static void Register(IOcmServerBuilder ocm)
    {
        ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()
            .AddWebApp(app => app.ReceiveTargets.Add(WebAppTarget.Blank))
            .AddSsh(ssh => ssh.Receive = true)
            .AddEmbedded()
            .AddShareRequests<NotesOnly>();
        var services = ocm.Services;
        services.AddSingleton<IRecipientKeyDirectory, OneKey>();
        services.AddSingleton<INameResolver, LoopbackNames>();
        services.AddSingleton<ReshareWishes>();
        services.AddSingleton<IReshareWishHandler>(provider => provider.GetRequiredService<ReshareWishes>());
        var tokens = services.Single(service => service.ServiceType == typeof(IAccessTokenStore)).ImplementationType!;
        services.AddSingleton(tokens);
        services.AddSingleton(provider => new CountingTokenStore((IAccessTokenStore)provider.GetRequiredService(tokens)));
        services.Replace(ServiceDescriptor.Singleton<IAccessTokenStore>(provider => provider.GetRequiredService<CountingTokenStore>()));
    }

    private sealed class NotesOnly : IShareRequestPolicy
    {
        public ValueTask<string?> FindResourceAsync(string ownerIdentifier, OcmAddress shareWith, string share, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(share == "notes.md" ? "/notes.md" : null);
    }

    private sealed class OneKey : IRecipientKeyDirectory
    {
        public ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<string>>(["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA marie"]);
    }

    internal sealed class CountingTokenStore(IAccessTokenStore inner) : IAccessTokenStore
    {
        private int _count;

        internal int Count => _count;

        public ValueTask AddTokenAsync(AccessToken token, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return inner.AddTokenAsync(token, cancellationToken);
        }

        public ValueTask<AccessToken?> FindTokenAsync(string hash, CancellationToken cancellationToken = default) => inner.FindTokenAsync(hash, cancellationToken);

        public ValueTask<int> RemoveTokensOfShareAsync(string providerId, CancellationToken cancellationToken = default) =>
            inner.RemoveTokensOfShareAsync(providerId, cancellationToken);

        public ValueTask<int> RemoveExpiredTokensAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default) =>
            inner.RemoveExpiredTokensAsync(now, max, cancellationToken);
    }
}
