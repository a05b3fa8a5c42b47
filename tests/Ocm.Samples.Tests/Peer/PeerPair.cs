using Ocm.Samples.Peer;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.Peer;

/// <summary>Two servers of a test's own: alice and carol (group staff) at one, bob, dora (second factor) and group crew at the other.</summary>
internal sealed class PeerPair : IAsyncDisposable
{
    public const string Password = "secret";

    private readonly TestFolder _folder = new();

    private PeerPair()
    {
    }

    public PeerHost A { get; private set; } = null!;

    public PeerHost B { get; private set; } = null!;

    public PeerClient Alice { get; private set; } = null!;

    public PeerClient Carol { get; private set; } = null!;

    public PeerClient Bob { get; private set; } = null!;

    public PeerClient Dora { get; private set; } = null!;

    public string DataOfB => _folder["b"];

    /// <summary>Starts both.</summary>
    /// <param name="ofA">What A's settings are beyond the usual ones.</param>
    /// <param name="ofB">The same for B.</param>
    public static async Task<PeerPair> StartAsync(PeerSettings? ofA = null, PeerSettings? ofB = null)
    {
        var pair = new PeerPair();
        try
        {
            pair.A = await StartAsync(pair._folder["a"], ofA, User("alice", ofA?.DisplayName ?? "Alice Adams", groups: "staff"), User("carol", "Carol Clark"));
            pair.B = await StartAsync(pair._folder["b"], ofB, User("bob", "Bob Brown", groups: "crew"), User("dora", "Dora Dean", mfa: true, groups: "crew"));
            pair.Alice = new PeerClient(pair.A, "alice");
            pair.Carol = new PeerClient(pair.A, "carol");
            pair.Bob = new PeerClient(pair.B, "bob");
            pair.Dora = new PeerClient(pair.B, "dora");
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes alice and bob contacts of each other.</summary>
    public async Task IntroduceAsync()
    {
        var invite = await Alice.JsonAsync(201, "POST", "/api/invites");
        await Bob.JsonAsync(200, "POST", "/api/invites/accept", new() { ["inviteString"] = invite.GetProperty("inviteString").GetString() });
    }

    /// <summary>Shares a path of alice's with bob.</summary>
    /// <returns>The share's id at bob's server.</returns>
    public async Task<string> ShareAsync(string path, bool accept = true, params string[] permissions)
    {
        var sent = await Alice.ShareAsync(201, path, Bob.Address, body => body["permissions"] = PeerClient.List(permissions.Length == 0 ? ["read"] : permissions));
        var id = await Bob.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);
        if (accept)
        {
            await Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");
        }

        return id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Alice, Carol, Bob, Dora })
        {
            client?.Dispose();
        }

        foreach (var host in new[] { A, B })
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }
        }

        _folder.Dispose();
    }

    private static async Task<PeerHost> StartAsync(string data, PeerSettings? settings, params PeerUserOptions[] users)
    {
        settings ??= new PeerSettings();
        var port = LoopbackPort.Take();
        var options = new PeerOptions
        {
            PublicOrigin = new Uri($"http://localhost:{port.Port}"),
            DataDirectory = data,
            Store = PeerStore.Memory,
            AllowHttp = true,
            AllowPrivateNetworks = true,
            Users = users,
            AutoAccept = settings.AutoAccept,
            GivenIdentifiers = settings.GivenIdentifiers,
            Mode = settings.Mode,
            Criteria = settings.Criteria,
            AllowList = settings.AllowList,
            DenyList = settings.DenyList,
            RateLimit = settings.RateLimit,
            TokenLifetimeSeconds = settings.TokenLifetimeSeconds,
            SignatureAlgorithm = settings.SignatureAlgorithm,
            ShareRequests = settings.ShareRequests,
            DirectoryServices = settings.DirectoryServices,
        };
        return await PeerHost.StartAsync(options, new PeerHostSettings { Port = port, Time = settings.Time }, TestContext.CurrentContext.CancellationToken);
    }

    private static PeerUserOptions User(string name, string displayName, bool mfa = false, params string[] groups) =>
        new() { Name = name, Password = Password, DisplayName = displayName, Email = $"{name}@example.org", Mfa = mfa, Groups = groups };
}
