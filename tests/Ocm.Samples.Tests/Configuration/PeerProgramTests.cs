using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ocm.Samples.Peer;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.Configuration;

/// <summary>The program as an operator sees it: arguments in, lines and an exit code out.</summary>
internal sealed class PeerProgramTests : IDisposable
{
    private const string Origin = "--Peer:PublicOrigin=https://localhost:19402";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Arguments, and what the one line must name: the setting or argument, and the mend.
    private static readonly TestCaseData[] Mistakes =
    [
        new(Array.Empty<string>(), "Peer:PublicOrigin", "--Peer:PublicOrigin=https://"),
        new(new[] { Origin, "--frobnicate" }, "'--frobnicate'", "--help"),
        new(new[] { Origin, "stray" }, "'stray'", "--help"),
        new(new[] { Origin, "--urls=http://*:1" }, "'--urls'", "--help"),
        new(new[] { Origin, "--config" }, "--config", "value"),
        new(new[] { Origin, "--config", "/no/such/file.json" }, "/no/such/file.json", "--config"),
        new(new[] { Origin, "--config", "/" }, "'/'", "is a file"),
        new(new[] { Origin, "--user", "alice" }, "--user", "NAME:PASSWORD"),
        new(new[] { Origin, "--user", ":secret" }, "--user", "NAME:PASSWORD"),
        new(new[] { Origin, "--user", "alice:" }, "--user", "NAME:PASSWORD"),
        new(new[] { Origin, "--user", "alice:a", "--user", "alice:b" }, "'alice'", "keep one"),
        new(new[] { "--Peer:PublicOrigin=localhost" }, "Peer:PublicOrigin", "https://"),
        new(new[] { "--Peer:PublicOrigin=ftp://localhost" }, "'ftp'", "https://"),
        new(new[] { "--Peer:PublicOrigin=http://localhost:1" }, "http", "Peer:AllowHttp=true"),
        new(new[] { "--Peer:PublicOrigin=https://localhost/path" }, "Peer:PublicOrigin", "https://localhost without"),
        new(new[] { "--Peer:PublicOrigin=https://localhost?" }, "Peer:PublicOrigin", "https://localhost without"),
        new(new[] { "--Peer:PublicOrigin=https://localhost?q=1" }, "Peer:PublicOrigin", "https://localhost without"),
        new(new[] { "--Peer:PublicOrigin=https://localhost#f" }, "Peer:PublicOrigin", "https://localhost without"),
        new(new[] { "--Peer:PublicOrigin=https://me@localhost" }, "Peer:PublicOrigin", "https://localhost without"),
        new(new[] { "--Peer:PublicOrigin=https://localhost:0" }, "port 0", "write one"),
        new(new[] { Origin, "--Peer:Listen=cloud.example:1" }, "Peer:Listen", "http://*:8080"),
        new(new[] { Origin, "--Peer:Store=oracle" }, "'oracle'", "sqlite, memory, postgres"),
        new(new[] { Origin, "--Peer:Store=1" }, "'1'", "sqlite, memory, postgres"),
        new(new[] { Origin, "--Peer:Store=postgres" }, "Peer:Store", "Peer:ConnectionString"),
        new(new[] { Origin, "--Peer:Store=postgres", "--Peer:ConnectionString=Host=/nowhere;Username=ocm;Timeout=2" }, "cannot be reached", "Peer:ConnectionString"),
        new(new[] { Origin, "--Peer:Mode=lax" }, "'lax'", "strict, interoperable"),
        new(new[] { Origin, "--Peer:Criteria=must-sing" }, "'must-sing'", "must-invite"),
        new(new[] { Origin, "--Peer:AllowList=https://a.example/x" }, "Peer:AllowList", "host:port"),
        new(new[] { Origin, "--Peer:AllowHttp=maybe" }, "'maybe'", "true or false"),
        new(new[] { Origin, "--Peer:FreshnessSeconds=soon" }, "'soon'", "whole number from 1"),
        new(new[] { Origin, "--Peer:FreshnessSeconds=0" }, "Peer:FreshnessSeconds", "whole number from 1"),
        new(new[] { Origin, "--Peer:ClockSkewSeconds=-1" }, "Peer:ClockSkewSeconds", "whole number from 0"),
        new(new[] { Origin, "--Peer:RateLimit=99999999999" }, "Peer:RateLimit", "whole number"),
        new(new[] { Origin, "--Peer:SignatureAlgorithm=HS256" }, "'HS256'", "Ed25519"),
        new(new[] { Origin, "--Peer:PublicOrgin=x" }, "Peer:PublicOrgin", "the keys are PublicOrigin"),
        new(new[] { Origin, "--Peer:Users:0:name=a", "--Peer:Users:0:pasword=b", "--Peer:Users:0:password=b" }, "Peer:Users:0:pasword", "the keys are Name"),
        new(new[] { Origin, "--Peer:Users:0:name=a" }, "Peer:Users:0:Password", "missing"),
        new(new[] { Origin, "--Peer:Users:0:name=a:b", "--Peer:Users:0:password=b" }, "'a:b'", "choose another"),
        new(new[] { Origin, "--Peer:DirectoryServices:0:url=nowhere" }, "Peer:DirectoryServices:0:Url", "absolute URL"),
        new(new[] { Origin, "--Peer:DirectoryServices:0:url=https://d.example/" }, "Peer:DirectoryServices:0:Jwk", "is missing"),
        new(new[] { Origin, "--Peer:DirectoryServices:0:url=http://d.example/", "--Peer:DirectoryServices:0:jwk={}" }, "http://d.example/", "https"),
        new(new[] { Origin, "--Peer:DirectoryServices:0:url=https://d.example/", "--Peer:DirectoryServices:0:jwk=x" }, "jwk", "JSON object"),
        new(new[] { Origin, "--Peer:TlsKey=k.pem" }, "Peer:TlsKey", "Peer:TlsCertificate"),
        new(new[] { Origin, "--Peer:TlsCertificate=/no/such.pem" }, "/no/such.pem", "PEM file"),
        new(new[] { Origin, "--Peer:TrustedCertificates=/no/such.pem" }, "/no/such.pem", "PEM file"),
        new(new[] { Origin, "--Peer:TrustedCertificates=/dev/null" }, "/dev/null", "BEGIN CERTIFICATE"),
        new(new[] { Origin, "--Peer:DataDirectory=/dev/null/data" }, "/dev/null/data", "may write"),
        new(new[] { Origin, "--Peer:Listen=https://192.0.2.1:19402" }, "192.0.2.1", "Peer:Listen"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public async Task Run_AMistake_IsOneLineThatNamesTheMendAndExitCode2(string[] args, string names, string mend)
    {
        Assume.That(OperatingSystem.IsWindows() && args.Any(arg => arg.Contains("/dev/null", StringComparison.Ordinal)), Is.False, "Unix path.");
        string[] withData = [.. args, .. args.Any(arg => arg.StartsWith("--Peer:DataDirectory", StringComparison.Ordinal)) ? [] : new[] { Data }];
        var (code, output, error) = await RunAsync(args is [_, "--config"] ? args : withData);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain(names).And.Contain(mend));
        Assert.That(error, Does.Not.Contain("   at ").And.Not.Contain("Exception"));
        Assert.That(error, Does.Not.Contain("secret"), "a password is not repeated");
        Assert.That(output, Is.Empty);
    }

    [Test]
    public async Task Run_SeveralMistakes_AreALineEach()
    {
        var (code, _, error) = await RunAsync(["--Peer:PublicOrigin=https://localhost/x", "--Peer:Store=x", "--Peer:Mode=y"]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(3));
    }

    [TestCase("{ \"Peer\": ")]
    [TestCase("[]")]
    [TestCase("{ \"Peer\": { \"Store\": \"a\", \"store\": \"b\" } }")]
    public async Task Run_FileThatIsNoJson_IsOneLineThatNamesTheFile(string json)
    {
        var file = _folder.Write("peer.json", json);
        var (code, _, error) = await RunAsync([Origin, Data, "--config", file]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain(file).And.Contain("JSON"));
    }

    [Test]
    public async Task Run_CertificateWithoutItsKey_IsOneLine()
    {
        await using var host = await PeerHost.StartAsync(TestPeer.Options(_folder, "https", out var port), new PeerHostSettings { Port = port });
        var certificate = _folder.Write("only.pem", ReadCertificate(TlsCertificates.SelfSignedPath(_folder["data"])));
        foreach (var key in new[] { Array.Empty<string>(), [$"--Peer:TlsKey={certificate}"], ["--Peer:TlsKey=/no/such.pem"] })
        {
            var (code, _, error) = await RunAsync([Origin, Data, $"--Peer:TlsCertificate={certificate}", .. key]);
            Assert.That(code, Is.EqualTo(2));
            Assert.That(error, Does.Contain("Peer:TlsKey").And.Contain("PEM"));
            Assert.That(error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), error);
        }
    }

    [Test]
    public async Task Run_BusyPort_IsOneLineThatNamesTheAddress()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (code, _, error) = await RunAsync([$"--Peer:PublicOrigin=https://localhost:{port}", Data]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain($"https://localhost:{port}").And.Contain("in use").And.Contain("Peer:Listen"));
    }

    [TestCase("--help")]
    [TestCase("-h")]
    public async Task Run_Help_ListsTheArguments(string argument)
    {
        var (code, output, error) = await RunAsync([argument]);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("--config").And.Contain("--user").And.Contain("PublicOrigin"));
        Assert.That(error, Is.Empty);
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "SIGTERM.")]
    [CancelAfter(60_000)]
    public async Task Process_ReadyThenSigterm_SaysReadyOnceAndEndsCleanlyWithinFiveSeconds(CancellationToken cancellationToken)
    {
        // Between the test's look for a free port and the start of the process another program may take the port.
        var (process, port) = await StartProcessAsync(cancellationToken);
        for (var i = 0; i < 3 && process.HasExited; i++)
        {
            process.Dispose();
            (process, port) = await StartProcessAsync(cancellationToken);
        }

        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            Assert.That(await client.GetStringAsync("/health", cancellationToken), Is.EqualTo("""{"status":"ok"}"""));

            // A request that never ends must not keep the server.
            using var hanging = new TcpClient();
            await hanging.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            await hanging.GetStream().WriteAsync("PUT /files/a HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YWxpY2U6c2VjcmV0\r\nContent-Length: 100000\r\n\r\nx"u8.ToArray(), cancellationToken);

            var watch = Stopwatch.StartNew();
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!;
            await process.WaitForExitAsync(cancellationToken);
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
            Assert.That(process.ExitCode, Is.Zero);
            Assert.That(await process.StandardOutput.ReadToEndAsync(cancellationToken), Is.Empty);
            Assert.That(await process.StandardError.ReadToEndAsync(cancellationToken), Does.Not.Contain("   at "));
            Assert.That(Directory.Exists(_folder["peer-data/files"]), Is.True);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    // A process of its own, with the settings in the environment. It has exited when its port was taken.
    private async Task<(Process Process, int Port)> StartProcessAsync(CancellationToken cancellationToken)
    {
        using var free = LoopbackPort.Take();
        var start = new ProcessStartInfo("dotnet", [typeof(PeerProgram).Assembly.Location, "--user", "alice:secret"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["Peer__PublicOrigin"] = $"http://127.0.0.1:{free.Port}";
        start.Environment["Peer__AllowHttp"] = "true";
        free.Dispose();
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            Assert.That(line, Is.EqualTo($"ready http://127.0.0.1:{free.Port}"));
        }
        else
        {
            await process.WaitForExitAsync(cancellationToken);
            Assert.That(await process.StandardError.ReadToEndAsync(cancellationToken), Does.Contain("in use"));
        }

        return (process, free.Port);
    }

    private string Data => $"--Peer:DataDirectory={_folder["data"]}";

    private static string ReadCertificate(string file)
    {
        var pem = File.ReadAllText(file);
        const string End = "-----END CERTIFICATE-----";
        return pem[..(pem.IndexOf(End, StringComparison.Ordinal) + End.Length)] + "\n";
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await PeerProgram.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
