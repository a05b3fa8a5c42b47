using Microsoft.Data.Sqlite;
using Ocm.Nodes.Tests;
using Ocm.Samples.Tests.Storage;
using Ocm.Stores.Tests.PostgreSql;

namespace Ocm.Samples.Tests.Faults;

/// <summary>The sample server while its database cannot be used: 503 with Retry-After, and no restart afterwards.</summary>
internal sealed class DatabaseFaultTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    [Property("Requirement", "SHARE-24")]
    public async Task Sqlite_LockedByAnotherProgram_Is503UntilItIsFree()
    {
        await using var server = await ServerProcess.StartAsync(_folder["data"]);
        await server.Alice.WriteAsync("file.txt", "text");
        Assert.That((await server.ReceiveAsync("before")).Status, Is.EqualTo(201));
        await using var other = new SqliteConnection($"Data Source={_folder["data/ocm.db"]};Pooling=false");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");

        var received = await server.ReceiveAsync("during");
        var sent = await server.SendAsync("POST", "/api/shares", NewShare(server));
        var listed = await server.ReceivedAsync();
        await ExecuteAsync(other, "ROLLBACK");

        Assert.That((received.Status, sent.Status), Is.EqualTo((503, 503)));
        Assert.That((received.RetryAfter, sent.RetryAfter), Is.EqualTo((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5))));
        Assert.That(listed, Is.EqualTo(new[] { "before" }), "readers do not wait for a writer");
        await GoesOnAsync(server);
    }

    [Test]
    [Category("Postgres")]
    [Property("Requirement", "SHARE-24")]
    public async Task PostgreSql_StoppedAndStarted_Is503UntilItIsBack()
    {
        if (!PostgreSqlCluster.IsTemporary)
        {
            Assert.Ignore("Only a PostgreSQL of the tests' own may be stopped: install PostgreSQL 15, and leave OCM_TEST_POSTGRES unset.");
        }

        await using var postgres = await PostgreSqlCluster.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            _folder["data"], "--Peer:Store=postgres", $"--Peer:ConnectionString={await postgres.CreateSchemaAsync()};Timeout=3;Command Timeout=3");
        await server.Alice.WriteAsync("file.txt", "text");
        Assert.That((await server.ReceiveAsync("before")).Status, Is.EqualTo(201));

        await postgres.KillAsync();
        var received = await server.ReceiveAsync("during");
        var again = await server.ReceiveAsync("during");
        var sent = await server.SendAsync("POST", "/api/shares", NewShare(server));
        var listed = await server.SendAsync("GET", "/api/shares/received");
        var health = await server.SendAsync("GET", "/health");
        var file = await server.SendAsync("GET", "/files/file.txt");
        await postgres.ResumeAsync();

        Assert.That((received.Status, again.Status, sent.Status, listed.Status), Is.EqualTo((503, 503, 503, 503)));
        Assert.That(new[] { received.RetryAfter, again.RetryAfter, sent.RetryAfter, listed.RetryAfter }, Has.None.Null);
        Assert.That((health.Status, file.Status), Is.EqualTo((200, 200)), "what needs no database works");
        Assert.That(server.Peer.RequestsTo("/ocm/shares"), Is.Empty, "nothing is promised that is not stored");
        await GoesOnAsync(server);
    }

    private static async Task GoesOnAsync(ServerProcess server)
    {
        Assert.That((await server.ReceiveAsync("during")).Status, Is.EqualTo(201));
        Assert.That(await server.ReceivedAsync(), Is.EqualTo(new[] { "during", "before" }));
        var sent = await server.Alice.ShareAsync("file.txt", $"bob@{server.Peer.Host}");
        Assert.That(await server.SentAsync(), Is.EqualTo(new[] { sent }), "the share that was refused is not there");
    }

    private static StringContent NewShare(ServerProcess server) =>
        new(UserClient.NewShare("file.txt", $"bob@{server.Peer.Host}").ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100 // as above
        await command.ExecuteNonQueryAsync();
    }
}
