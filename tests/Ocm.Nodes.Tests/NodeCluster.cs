using Npgsql;
using Ocm.Stores.Tests.PostgreSql;

namespace Ocm.Nodes.Tests;

/// <summary>
/// A server of three processes on one database and one data folder, behind a proxy that asks them in turn. Its users are alice
/// and carol, both with the password <c>secret</c>.
/// </summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    private readonly PostgreSqlCluster _postgres;
    private NodeProcess[] _nodes = [];
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("ocm-nodes-");

    private NodeCluster(PostgreSqlCluster postgres, RoundRobinProxy proxy, string connectionString)
    {
        _postgres = postgres;
        Proxy = proxy;
        ConnectionString = connectionString;
    }

    public RoundRobinProxy Proxy { get; }

    public string ConnectionString { get; }

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>The origin that others know.</summary>
    public Uri Origin => Proxy.Origin;

    /// <summary>Starts database, proxy and nodes; the nodes at the same moment, on an empty database.</summary>
    /// <param name="isDurable">Whether the database flushes to the disk.</param>
    public static async Task<NodeCluster> StartAsync(bool isDurable = false)
    {
        if (!PostgreSqlCluster.IsAvailable)
        {
            Assert.Ignore("No PostgreSQL: set OCM_TEST_POSTGRES to a connection string, or install PostgreSQL 15.");
        }

        var postgres = await PostgreSqlCluster.StartAsync(isDurable);
        var cluster = new NodeCluster(postgres, await RoundRobinProxy.StartAsync(), await postgres.CreateSchemaAsync());
        try
        {
            cluster._nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => NodeProcess.StartAsync(cluster.Settings())));
            cluster.Proxy.Use(cluster._nodes.Select(node => node.Address));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty database of the same server, for the other side.</summary>
    public Task<string> CreateDatabaseAsync() => _postgres.CreateSchemaAsync();

    /// <summary>Starts a process in the place of one that was killed.</summary>
    public async Task ReplaceAsync(int node)
    {
        _nodes[node].Dispose();
        _nodes[node] = await NodeProcess.StartAsync(Settings());
        Proxy.Use(_nodes.Select(each => each.Address));
    }

    /// <summary>A user who calls through the proxy.</summary>
    public UserClient User(string name) => new(Origin, name);

    /// <summary>A user who calls one node, as the proxy would.</summary>
    public UserClient UserAt(int node, string name) => new(Nodes[node].Address, name);

    /// <summary>The first column of what a query finds.</summary>
    public Task<IReadOnlyList<string>> QueryAsync(string sql) => QueryAsync(ConnectionString, sql);

    public static async Task<IReadOnlyList<string>> QueryAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // The texts are constants of the tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100 // as above
        await using var reader = await command.ExecuteReaderAsync();
        List<string> values = [];
        while (await reader.ReadAsync())
        {
            values.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await Proxy.DisposeAsync();
        await _postgres.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private string[] Settings() =>
    [
        $"--Peer:PublicOrigin={Origin.GetLeftPart(UriPartial.Authority)}",
        $"--Peer:DataDirectory={_data.FullName}",
        "--Peer:Store=postgres",
        $"--Peer:ConnectionString={ConnectionString}",
        "--Peer:AllowHttp=true",
        "--Peer:AllowPrivateNetworks=true",
        "--user", "alice:secret",
        "--user", "carol:secret",
    ];
}
