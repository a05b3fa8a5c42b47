using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Hosting.Tests.Ssh;

/// <summary>
/// A real OpenSSH server on loopback with a folder of its own, for which the test is the vendor: each share is one line of its
/// <c>authorized_keys</c>. The test is skipped where it is not installed.
/// </summary>
internal sealed class OpenSshServer : ISshAuthorizer, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ocm-ssh-");
    private readonly Lock _gate = new();
    private Process? _sshd;

    public int Port { get; private set; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>The shared folder.</summary>
    public string Shared => Path.Join(_folder.FullName, "papers");

    /// <summary>The recipient's private key.</summary>
    public string PrivateKey => Path.Join(_folder.FullName, "recipient");

    /// <summary>The recipient's public key as the receiving server tells it.</summary>
    public string PublicKey => File.ReadAllText(PrivateKey + ".pub").Trim();

    private string AuthorizedKeys => Path.Join(_folder.FullName, "authorized_keys");

    public static async Task<OpenSshServer> StartAsync()
    {
        var server = new OpenSshServer();
        try
        {
            await server.PrepareAsync();

            // A free port may be taken by somebody else before the server has it.
            for (var attempt = 1; !await server.TryListenAsync(); attempt++)
            {
                Assert.That(attempt, Is.LessThan(5), "sshd does not start");
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public (string UserName, string Path) Locate(SentShare share) => (Environment.UserName, Shared);

    public async ValueTask AuthorizeAsync(SentShare share, CancellationToken cancellationToken)
    {
        await WithdrawAsync(share, cancellationToken);
        lock (_gate)
        {
            File.AppendAllLines(AuthorizedKeys, share.RecipientPublicKeys.Select(key => $"restrict,command=\"internal-sftp -d {Shared}\" {key} {share.ProviderId}"));
        }
    }

    public ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            File.WriteAllLines(AuthorizedKeys, [.. File.ReadAllLines(AuthorizedKeys).Where(line => !line.EndsWith($" {share.ProviderId}", StringComparison.Ordinal))]);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<string>> ListAuthorizedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([.. File.ReadAllLines(AuthorizedKeys).Select(line => line.Split(' ')[^1])]);
        }
    }

    /// <summary>Fetches a file of a share as its recipient.</summary>
    /// <returns>Whether the key opened it, and what sftp said.</returns>
    public async Task<(bool Opened, string Output)> FetchAsync(SshAddress address, string name)
    {
        var target = Path.Join(_folder.FullName, "fetched");
        File.Delete(target);
        var (code, output) = await RunAsync(
            "sftp", "-F", "none", "-i", PrivateKey, "-P", address.Port.ToString(CultureInfo.InvariantCulture),
            "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
            "-o", $"UserKnownHostsFile={Path.Join(_folder.FullName, "known_hosts")}", "-o", "PreferredAuthentications=publickey",
            $"{address.UserName}@{address.Host}:{address.Path}/{name}", target);
        return (code == 0 && File.Exists(target), code == 0 ? await File.ReadAllTextAsync(target) : output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sshd is { } sshd)
        {
            sshd.Kill(entireProcessTree: true);
            await sshd.WaitForExitAsync();
            sshd.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static string Find(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .Select(folder => Path.Join(folder, program))
            .FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.Ignore($"{program} is not installed.");
        }

        return path!;
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(tooLong.Token);
        return (process.ExitCode, await output + await errors);
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(Find(program), arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private async Task PrepareAsync()
    {
        Directory.CreateDirectory(Shared);
        await File.WriteAllTextAsync(AuthorizedKeys, string.Empty);
        foreach (var key in new[] { "host", "recipient" })
        {
            var (code, output) = await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", Path.Join(_folder.FullName, key));
            Assert.That(code, Is.Zero, output);
        }

        if (Environment.IsPrivilegedProcess && !Directory.Exists("/run/sshd"))
        {
            Directory.CreateDirectory("/run/sshd"); // where the server, started by root, gives up its privileges
        }
    }

    private async Task<bool> TryListenAsync()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var config = Path.Join(_folder.FullName, "sshd_config");
        await File.WriteAllTextAsync(config, $"""
            ListenAddress {Address}
            HostKey {Path.Join(_folder.FullName, "host")}
            PidFile none
            AuthorizedKeysFile {AuthorizedKeys}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            Subsystem sftp internal-sftp
            LogLevel INFO

            """);
        _sshd = Start("sshd", ["-D", "-e", "-f", config]);
        while (await _sshd.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Server listening on ", StringComparison.Ordinal))
            {
                _ = _sshd.StandardError.ReadToEndAsync();
                return true;
            }

            TestContext.Out.WriteLine(line);
        }

        return false;
    }
}
