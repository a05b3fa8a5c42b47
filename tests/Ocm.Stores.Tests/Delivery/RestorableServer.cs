using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Server.Delivery;
using Ocm.Stores.Tests.Sqlite;
using Ocm.Testing.Servers;

namespace Ocm.Stores.Tests.Delivery;

/// <summary>A server on a SQLite file, of which a backup can be taken and put back while it runs.</summary>
internal sealed class RestorableServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private RestorableServer(TemporaryFolder folder, OcmTestServer server)
    {
        _folder = folder;
        Server = server;
    }

    public OcmTestServer Server { get; }

    public OcmHost Host => Server.Host;

    public static async Task<RestorableServer> StartAsync()
    {
        var folder = new TemporaryFolder();
        return new RestorableServer(folder, await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddSqliteStores(folder.File("ocm.db")),
        }));
    }

    public async Task BackUpAsync() => await CopyAsync("ocm.db", "backup.db");

    public async Task RestoreAsync() => await CopyAsync("backup.db", "ocm.db");

    /// <summary>Reconciles the shares with another server.</summary>
    public async Task<IReadOnlyList<ReconciledShare>> ReconcileAsync(RestorableServer other)
    {
        List<ReconciledShare> reports = [];
        await foreach (var report in Server.Services.GetRequiredService<IReconciliation>().ReconcileAsync(other.Host))
        {
            reports.Add(report);
        }

        return reports;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task CopyAsync(string from, string to)
    {
        await using var source = new SqliteConnection($"Data Source={_folder.File(from)};Pooling=false");
        await using var target = new SqliteConnection($"Data Source={_folder.File(to)};Pooling=false");
        await source.OpenAsync();
        await target.OpenAsync();
        source.BackupDatabase(target);
    }
}
