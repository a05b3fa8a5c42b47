using System.Collections.Concurrent;
using System.Text;
using Ocm.Testing.Peers;

namespace Ocm.Nodes.Tests;

/// <summary>A node that is killed under load takes nothing with it that anybody was told.</summary>
[Category("Postgres")]
internal sealed class NodeFailureTests : IDisposable
{
    private const int Stretch = 50;
    private const int Workers = 4;

    private readonly HttpClient _http = new();
    private readonly ConcurrentBag<string> _sent = [];
    private readonly ConcurrentBag<string> _received = [];
    private readonly ConcurrentBag<int> _failures = [];
    private readonly SemaphoreSlim _answered = new(0);
    private int _shares;
    private volatile bool _stop;

    public void Dispose()
    {
        _http.Dispose();
        _answered.Dispose();
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task Kill_NodesUnderLoad_WhatWasAnsweredIsStoredAndToldOnce(CancellationToken cancellationToken)
    {
        await using var cluster = await NodeCluster.StartAsync(isDurable: true);
        await using var other = await OtherServer.StartAsync(await cluster.CreateDatabaseAsync());
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false }, cancellationToken);
        using var alice = cluster.User("alice");
        await alice.WriteAsync("file.txt", "text");

        var load = Task.WhenAll(RepeatAsync(() => SendAsync(alice, other)), RepeatAsync(() => ReceiveAsync(cluster, peer)));
        try
        {
            foreach (var victim in new[] { 1, 2 })
            {
                await ProgressAsync(load, cancellationToken);
                cluster.Nodes[victim].Kill();
                await ProgressAsync(load, cancellationToken);
                await cluster.ReplaceAsync(victim);
            }
        }
        finally
        {
            _stop = true;
        }

        await load;

        // What the dead nodes were delivering is free when their leases end; they are made to end now.
        await cluster.QueryAsync("UPDATE ocm_outbox SET leased_until = leased_until - 600000 WHERE leased_until IS NOT NULL");
        await Assert.ThatAsync(() => cluster.QueryAsync("SELECT count(*) FROM ocm_outbox"), Is.EqualTo(new[] { "0" }).After(60_000, 100));

        var storedSent = await cluster.QueryAsync("SELECT provider_id FROM ocm_sent_shares");
        var storedReceived = await cluster.QueryAsync("SELECT provider_id FROM ocm_received_shares");
        var statuses = await cluster.QueryAsync("SELECT DISTINCT status FROM ocm_sent_shares");
        var told = await NodeCluster.QueryAsync(other.ConnectionString!, "SELECT provider_id FROM ocm_received_shares");
        await TestContext.Out.WriteLineAsync($"{_sent.Count} sent, {_received.Count} received, {_failures.Count} failed; stored {storedSent.Count} and {storedReceived.Count}");
        Assert.That(_failures, Is.All.EqualTo(502), "only what a dying node had in its hands failed, and the client saw it");

        // Two kills, two kinds of workers; a node that is being killed may take one more call of a worker before its socket is gone.
        Assert.That(_failures, Has.Count.LessThanOrEqualTo(2 * 2 * Workers * 2));
        Assert.That(_sent, Is.SubsetOf(storedSent));
        Assert.That(_received, Is.SubsetOf(storedReceived));
        Assert.That(storedSent.Count + storedReceived.Count, Is.LessThanOrEqualTo(_sent.Count + _received.Count + _failures.Count), "nothing was done twice");
        Assert.That(told, Is.EquivalentTo(storedSent), "every share that was stored was told once, also those whose answer was lost");
        Assert.That(statuses, Is.EqualTo(new[] { "Sent" }));
    }

    private Task RepeatAsync(Func<Task> operation) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
    {
        while (!_stop)
        {
            await operation();
            _answered.Release();
        }
    })));

    // Until some more of each have been answered with success.
    private async Task ProgressAsync(Task load, CancellationToken cancellationToken)
    {
        var (sent, received) = (_sent.Count + Stretch, _received.Count + Stretch);
        while (_sent.Count < sent || _received.Count < received)
        {
            Assert.That(load.IsFaulted, Is.False);
            await _answered.WaitAsync(cancellationToken);
        }
    }

    private async Task SendAsync(UserClient alice, OtherServer other)
    {
        var (status, json, _) = await alice.SendAsync("POST", "/api/shares", UserClient.NewShare("file.txt", other.BobsAddress));
        if (status == 201)
        {
            _sent.Add(json.GetProperty("providerId").GetString()!);
        }
        else
        {
            _failures.Add(status);
        }
    }

    private async Task ReceiveAsync(NodeCluster cluster, FakePeer peer)
    {
        var providerId = $"foreign-{Interlocked.Increment(ref _shares)}";
        var share = ForeignShare.Json(cluster.Origin, peer, providerId);
        using var request = await peer.CreateSignedPostAsync(new Uri(cluster.Origin, "/ocm/shares"), Encoding.UTF8.GetBytes(share));
        using var answer = await _http.SendAsync(request);
        if ((int)answer.StatusCode == 201)
        {
            _received.Add(providerId);
        }
        else
        {
            _failures.Add((int)answer.StatusCode);
        }
    }
}
