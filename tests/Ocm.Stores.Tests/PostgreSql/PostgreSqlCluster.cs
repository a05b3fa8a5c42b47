using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace Ocm.Stores.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL server for tests: the one that <c>OCM_TEST_POSTGRES</c> names, or a temporary one on a Unix socket where the
/// binaries are installed.
/// </summary>
internal sealed class PostgreSqlCluster : IAsyncDisposable
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly string _connectionString;
    private readonly string? _folder;

    private PostgreSqlCluster(string connectionString, string? folder)
    {
        _connectionString = connectionString;
        _folder = folder;
    }

    /// <summary>Whether there is anything to test against.</summary>
    public static bool IsAvailable => Given is not null || File.Exists(Path.Combine(Binaries, "initdb"));

    /// <summary>Whether the server is one of the tests' own, which they may stop.</summary>
    public static bool IsTemporary => Given is null && IsAvailable;

    private static string? Given => Environment.GetEnvironmentVariable("OCM_TEST_POSTGRES") is { Length: > 0 } given ? given : null;

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Starts a temporary server, or takes the one that was named.</summary>
    /// <param name="isDurable">Whether it flushes to the disk; what most tests need not wait for.</param>
    public static async Task<PostgreSqlCluster> StartAsync(bool isDurable = false)
    {
        if (Given is { } given)
        {
            return new PostgreSqlCluster(given, null);
        }

        var folder = (await RunAsync("mktemp", "-d", "/tmp/ocm-pg-XXXXXX")).Trim();
        await RunAsync(Path.Combine(Binaries, "initdb"), "-D", folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync");
        var cluster = new PostgreSqlCluster($"Host={folder};Username=postgres;Database=postgres", folder);
        await cluster.ResumeAsync(isDurable);
        return cluster;
    }

    /// <summary>An empty schema, as a connection string whose unqualified names mean it.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        var schema = "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await using var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE SCHEMA {schema}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_connectionString) { SearchPath = schema, MaxPoolSize = 20 }.ToString();
    }

    /// <summary>Starts the temporary server again.</summary>
    /// <param name="isDurable">Whether it flushes to the disk.</param>
    public Task ResumeAsync(bool isDurable = false) => RunAsync(
        Path.Combine(Binaries, "pg_ctl"), "-D", _folder!, "-w", "-l", _folder + "/log", "-o", $"-k {_folder} -h '' -c max_connections=300{(isDurable ? string.Empty : " -F")}", "start");

    /// <summary>Stops the temporary server at once, as a crash would.</summary>
    public Task KillAsync() => RunAsync(Path.Combine(Binaries, "pg_ctl"), "-D", _folder!, "-w", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await KillAsync();
            await RunAsync("rm", "-rf", _folder);
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // The server refuses to run as root. Its log file takes its output, so that nothing keeps our pipe open.
        var start = IsRoot ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/tmp";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {await errors}");
    }
}
