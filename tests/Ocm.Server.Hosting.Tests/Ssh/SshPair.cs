using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Ssh;

/// <summary>Two servers, of which the sending one has an SSH server and the receiving one keys.</summary>
internal sealed class SshPair : IAsyncDisposable
{
    /// <summary>A key that nobody has the private half of.</summary>
    public const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g";

    private SshPair(TwoServers servers, ISshAuthorizer authorizer)
    {
        Servers = servers;
        Authorizer = authorizer;
    }

    public TwoServers Servers { get; }

    public ISshAuthorizer Authorizer { get; }

    public static async Task<SshPair> StartAsync(
        ISshAuthorizer authorizer, string address = "ssh.example.org:2222", TimeProvider? time = null, Action<OcmServerOptions>? configure = null, params string[] keys)
    {
        var directory = new Keys(keys.Length == 0 ? [Key] : keys);
        return new(
            await TwoServers.StartAsync(
                new OcmTestServerSettings
                {
                    Time = time,
                    Options = configure,
                    Register = ocm =>
                    {
                        ocm.AddWebDav().AddSsh(ssh => ssh.Address = address).AddUserDirectory<TestUsers>().AddInMemoryStores();
                        ocm.Services.AddSingleton(authorizer);
                    },
                },
                new OcmTestServerSettings
                {
                    Time = time,
                    Options = configure,
                    Register = ocm =>
                    {
                        ocm.AddWebDav().AddSsh(ssh => ssh.Receive = true).AddUserDirectory<TestUsers>().AddInMemoryStores();
                        ocm.Services.AddSingleton<IRecipientKeyDirectory>(directory);
                    },
                }),
            authorizer);
    }

    public async Task<(SentShare Sent, ReceivedShare Received)> ShareAsync(Func<NewShare, NewShare>? change = null)
    {
        var sent = await Servers.SharedAsync(share => (change?.Invoke(share) ?? share) with { Protocols = [ProtocolName.Ssh] });
        return (sent, await Servers.AcceptAsync());
    }

    public ValueTask<Errors.OcmResult<SentShare>> UnshareAsync(SentShare share) =>
        Servers.Sending.WithAsync<ISentShares, Errors.OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

    public async Task SweepAsync() => await Servers.Sending.Services.GetRequiredService<ExpiryService>().SweepAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Servers.DisposeAsync();

    private sealed class Keys(IReadOnlyList<string> keys) : IRecipientKeyDirectory
    {
        public ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken) => ValueTask.FromResult(keys);
    }

    /// <summary>A hook that keeps what it lets in in memory, and fails when it is told to.</summary>
    internal sealed class Memory : ISshAuthorizer
    {
        public ConcurrentDictionary<string, IReadOnlyList<string>> In { get; } = new(StringComparer.Ordinal);

        public bool Fails { get; set; }

        public bool Lists { get; set; }

        public Action? Authorizing { get; set; }

        public (string UserName, string Path) Locate(SentShare share) => ("shares", $"/{share.ProviderId}");

        public ValueTask AuthorizeAsync(SentShare share, CancellationToken cancellationToken)
        {
            Demand();
            Authorizing?.Invoke();
            In[share.ProviderId] = share.RecipientPublicKeys;
            return ValueTask.CompletedTask;
        }

        public ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken)
        {
            Demand();
            In.TryRemove(share.ProviderId, out _);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<string>> ListAuthorizedAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<string>>(Lists ? [.. In.Keys] : []);

        private void Demand()
        {
            if (Fails)
            {
                throw new IOException("The file of keys cannot be written.");
            }
        }
    }
}
