using Ocm.Nodes.Tests;

namespace Ocm.Samples.Tests.Faults;

/// <summary>The sample server on a disk that fills up: it says so, keeps what it had, and goes on by itself once there is room.</summary>
[Category("Faults")]
internal sealed class FullDiskTests : IDisposable
{
    private readonly SmallDisk _disk = SmallDisk.Mount();

    private string Data => Path.Join(_disk.Path, "data");

    public void Dispose() => _disk.Dispose();

    [Test]
    [Property("Requirement", "SHARE-24")]
    public async Task Full_FederationAndGestures_Are503UntilThereIsRoom()
    {
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            var bob = $"bob@{server.Peer.Host}";
            await server.Alice.WriteAsync("file.txt", "text");
            var before = await server.Alice.ShareAsync("file.txt", bob);
            Assert.That((await server.ReceiveAsync("before")).Status, Is.EqualTo(201));

            _disk.Fill();
            var received = await server.ReceiveAsync("during");
            var sent = await server.SendAsync("POST", "/api/shares", Json(UserClient.NewShare("file.txt", bob).ToJsonString()));
            var unshared = await server.SendAsync("DELETE", $"/api/shares/sent/{before}");
            var health = await server.SendAsync("GET", "/health");

            Assert.That(received.Status, Is.EqualTo(503));
            Assert.That(received.RetryAfter, Is.Not.Null);
            Assert.That((sent.Status, unshared.Status, health.Status), Is.EqualTo((503, 503, 200)), sent.Body);
            Assert.That((sent.RetryAfter, unshared.RetryAfter), Is.EqualTo((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5))));
            Assert.That(await server.ReceivedAsync(), Is.EqualTo(new[] { "before" }), "what is there can be read");
            Assert.That(await server.SentAsync(), Is.EqualTo(new[] { before }));
            Assert.That(server.Peer.RequestsTo("/ocm/shares"), Has.Count.EqualTo(1), "nothing is promised that is not stored");

            _disk.Free();
            Assert.That((await server.ReceiveAsync("during")).Status, Is.EqualTo(201));
            var after = await server.Alice.ShareAsync("file.txt", bob);
            await server.Alice.JsonAsync(204, "DELETE", $"/api/shares/sent/{before}");

            Assert.That(await server.ReceivedAsync(), Is.EqualTo(new[] { "during", "before" }));
            Assert.That(await server.SentAsync(), Is.EqualTo(new[] { after, before }));
            Assert.That(server.Peer.RequestsTo("/ocm/notifications"), Has.Count.EqualTo(1));
        }

        Assert.That(await ServerProcess.CheckAsync(Path.Join(Data, "ocm.db")), Is.EqualTo("ok"));
    }

    [TestCase(1_000)]
    [TestCase(3_000_000)]
    public async Task Full_Upload_Is507AndLeavesNothing(int length)
    {
        await using var server = await ServerProcess.StartAsync(Data);
        await server.Alice.WriteAsync("old.txt", "old text");
        var files = Files();
        _disk.Fill();

        var made = await server.SendAsync("PUT", "/files/new.bin", new ByteArrayContent(new byte[length]));
        var replaced = await server.SendAsync("PUT", "/files/old.txt", new ByteArrayContent(new byte[length]));

        Assert.That((made.Status, replaced.Status), Is.EqualTo((507, 507)), made.Body);
        Assert.That(made.Body, Does.Contain("no_space").And.Contain("no space left"));
        Assert.That(Files(), Is.EqualTo(files), "no part of a file, and none under another name");
        Assert.That((await server.SendAsync("GET", "/files/new.bin")).Status, Is.EqualTo(404));
        Assert.That((await server.SendAsync("GET", "/files/old.txt")).Body, Is.EqualTo("old text"));

        _disk.Free();
        Assert.That((await server.SendAsync("PUT", "/files/new.bin", new ByteArrayContent(new byte[length]))).Status, Is.EqualTo(201));
        Assert.That((await server.SendAsync("GET", "/files/new.bin")).Body, Has.Length.EqualTo(length));
    }

    [Test]
    public async Task Upload_LongerThanTheDisk_Is507AndGivesTheRoomBack()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        await server.Alice.WriteAsync("old.txt", "old text");
        var files = Files();

        var answer = await server.SendAsync("PUT", "/files/large.bin", new ByteArrayContent(new byte[24_000_000]));

        Assert.That(answer.Status, Is.EqualTo(507), answer.Body);
        Assert.That(Files(), Is.EqualTo(files));
        Assert.That((await server.ReceiveAsync("after")).Status, Is.EqualTo(201));
        await server.Alice.WriteAsync("new.txt", "new text");
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    // All of them, hidden and temporary ones too.
    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(Path.Join(Data, "files"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Order(StringComparer.Ordinal),
    ];
}
