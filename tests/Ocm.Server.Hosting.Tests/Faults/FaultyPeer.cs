using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Client.Tests.Http;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>
/// Another server on raw sockets and TLS: it answers as OCM wants it, one request on each connection, until it is told to
/// misbehave.
/// </summary>
internal sealed class FaultyPeer : IAsyncDisposable
{
    private static readonly TestCertificates Authority = new();
    private static readonly X509Certificate2 Valid = Authority.Create("localhost");
    private static readonly X509Certificate2 Expired = Authority.CreateExpired("localhost");

    private readonly CancellationTokenSource _stop = new();
    private readonly List<(string Path, string Body)> _answered = [];
    private TcpListener _listener;
    private Task _loop;
    private volatile Misbehaviour? _misbehaviour;
    private int _open;

    private FaultyPeer(TcpListener listener)
    {
        _listener = listener;
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Key = LocalSigningKey.Generate($"https://{Host}/ocm#key");
        _loop = AcceptAsync(listener);
    }

    public int Port { get; }

    public OcmHost Host => OcmHost.Parse($"localhost:{Port}");

    /// <summary>The key with which it signs, which stands in its JWK Set.</summary>
    public SigningKey Key { get; }

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => Volatile.Read(ref _open);

    public static FaultyPeer Start() => new(Listen(0));

    /// <summary>Lets a server call this peer.</summary>
    public void Allow(OcmHttpOptions options)
    {
        options.TrustedCertificates.Add(Authority.Root);
        options.AllowedDestinations.Add(new AllowedDestination { Network = "127.0.0.0/8", Port = Port });
    }

    /// <summary>The bodies of requests for a path that were answered as OCM wants it.</summary>
    public IReadOnlyList<string> AnsweredTo(string path)
    {
        lock (_answered)
        {
            return [.. _answered.Where(request => request.Path == path).Select(request => request.Body)];
        }
    }

    /// <summary>Misbehaves from now on when a path is asked for.</summary>
    public void Misbehave(Fault fault, string path)
    {
        _misbehaviour = new Misbehaviour(fault, path);
        if (fault.RefusesConnections)
        {
            _listener.Stop();
        }
    }

    /// <summary>Answers as OCM wants it again.</summary>
    public void Recover()
    {
        var wasAway = _misbehaviour?.Fault.RefusesConnections ?? false;
        _misbehaviour = null;
        if (wasAway)
        {
            _listener = Listen(Port);
            _loop = Task.WhenAll(_loop, AcceptAsync(_listener));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(ServeAsync(await listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var certificate = _misbehaviour?.Fault.ShowsExpiredCertificate ?? false ? Expired : Valid;
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, _stop.Token);
            if (await ReadAsync(stream) is not var (path, body))
            {
                return;
            }

            var answer = CreateAnswer(path);
            if (_misbehaviour is { Fault.Answer: { } misbehave } now && now.Path == path)
            {
                // A caller that gives up closes the connection, which ends whatever is still being said.
                using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var watch = WatchAsync(stream, gone);
                await misbehave(new FaultyAnswer(stream, socket, answer), gone.Token);
                await gone.CancelAsync();
                await watch;
                return;
            }

            lock (_answered)
            {
                _answered.Add((path, body));
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToHttp(answer.Length)), _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            // The caller went away, as many tests want it to.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static async Task WatchAsync(SslStream stream, CancellationTokenSource gone)
    {
        try
        {
            while (await stream.ReadAsync(new byte[256], gone.Token) > 0)
            {
                // A caller has nothing more to say.
            }

            await gone.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            await gone.CancelAsync();
        }
    }

    private async Task<(string Path, string Body)?> ReadAsync(SslStream stream)
    {
        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var text = received.ToString();
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0 && text.Length >= head + 4 + BodyLength(text[..head]))
            {
                return (text.Split(' ')[1], text[(head + 4)..]);
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
    }

    private static int BodyLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture))
        .SingleOrDefault();

    private GoodAnswer CreateAnswer(string path) => path switch
    {
        "/.well-known/ocm" => new GoodAnswer(200, $$"""
            {"enabled":true,"apiVersion":"1.4.0","endPoint":"https://{{Host}}/ocm","provider":"Faulty",
            "resourceTypes":[{"name":"folder","shareTypes":["user"],"protocols":{"webdav":"/dav","webdav-receive":{"uri":"absolute"} } } ],
            "capabilities":["exchange-token","http-sig","invites","notifications","protocol-object"],"criteria":["must-use-http-sig"],
            "jwksUri":"https://{{Host}}/ocm/jwks","tokenEndPoint":"https://{{Host}}/ocm/token"}
            """),
        "/ocm/jwks" => new GoodAnswer(200, Encoding.UTF8.GetString(new JsonWebKeySet([Key.PublicKey]).ToJson())),
        "/ocm/invite-accepted" => new GoodAnswer(200, """{"userID":"bob","email":"","name":"Bob"}"""),
        "/ocm/shares" => new GoodAnswer(201, """{"recipientDisplayName":"Bob"}"""),
        "/ocm/notifications" => new GoodAnswer(201, "{}"),
        "/ocm/token" => new GoodAnswer(200, """{"access_token":"a-token","token_type":"Bearer","expires_in":300}"""),
        _ => new GoodAnswer(404, "{}"),
    };

    private sealed record Misbehaviour(Fault Fault, string Path);
}
