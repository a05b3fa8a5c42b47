using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Ocm.Addresses;
using Ocm.Samples.Federation.Wire;
using Ocm.Samples.Peer;
using Ocm.Samples.Peer.Configuration;

namespace Ocm.Samples.Federation.Vendors;

/// <summary>One vendor's server, with one user who calls its local API.</summary>
internal sealed class Vendor : IAsyncDisposable
{
    private readonly PeerHost _host;

    private Vendor(string name, OcmAddress user, string userName, PeerHost host, UserClient client)
    {
        Name = name;
        User = user;
        UserName = userName;
        _host = host;
        Client = client;
    }

    /// <summary>The vendor's name.</summary>
    public string Name { get; }

    /// <summary>The user's address.</summary>
    public OcmAddress User { get; }

    /// <summary>The user's name, for people.</summary>
    public string UserName { get; }

    /// <summary>The server's host[:port].</summary>
    public OcmHost Host => User.Host;

    public Uri Origin => _host.PublicOrigin;

    /// <summary>What the user does.</summary>
    public UserClient Client { get; }

    /// <summary>The server's inside, for what no honest user could do.</summary>
    public IServiceProvider Services => _host.Services;

    public static async Task<Vendor> StartAsync(
        string name, string user, string userName, string folder, VendorCertificates certificates, WireLog wire, CancellationToken cancellationToken)
    {
        var port = LoopbackPort.Take();
        var origin = new Uri($"https://localhost:{port.Port}");
        var password = RandomNumberGenerator.GetHexString(32);
        var options = new PeerOptions
        {
            PublicOrigin = origin,
            TlsCertificate = certificates.Issue(user),
            TrustedCertificates = certificates.AuthorityFile,
            DataDirectory = Path.Join(folder, user),
            Store = PeerStore.Memory,
            Users = [new PeerUserOptions { Name = user, Password = password, DisplayName = userName, Email = $"{user}@example.org" }],
            AllowPrivateNetworks = true,
        };
        var settings = new PeerHostSettings
        {
            Port = port,
            ProviderName = name,
            ConfigurePipeline = app => app.Use(next => context => WireRecorder.InvokeAsync(context, next, name, wire)),
        };
        var host = await PeerHost.StartAsync(options, settings, cancellationToken);
        var http = new HttpClient(certificates.CreateHandler()) { BaseAddress = origin, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return new Vendor(name, new OcmAddress(user, OcmHost.FromUri(origin)), userName, host, new UserClient(http));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }
}
