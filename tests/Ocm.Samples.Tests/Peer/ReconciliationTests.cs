namespace Ocm.Samples.Tests.Peer;

internal sealed class ReconciliationTests
{
    [Test]
    public async Task Reconcile_SharesInBothDirections_ListsTheUsersOwnAndWhatWasFound()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        await pair.Alice.WriteAsync("b.txt", "b");
        var accepted = await pair.ShareAsync("a.txt");
        var left = await pair.ShareAsync("b.txt");
        await pair.Bob.JsonAsync(204, "DELETE", $"/api/shares/received/{left}");

        var ofBob = await ReconcileAsync(pair.Bob, pair.A.PublicOrigin.Authority);
        var ofAlice = await ReconcileAsync(pair.Alice, pair.B.PublicOrigin.Authority);

        Assert.That(ofBob, Is.EquivalentTo(new[] { "received accepted holds told", "received declined ended none" }));
        Assert.That(ofAlice, Is.EquivalentTo(new[] { "sent accepted unknown none", "sent declined ended told" }));
        Assert.That(await pair.Bob.ReceivedStatusAsync(accepted), Is.EqualTo("accepted"));
        Assert.That(await ReconcileAsync(pair.Carol, pair.B.PublicOrigin.Authority), Is.Empty, "what others share is not hers to see");
    }

    [Test]
    public async Task Reconcile_CompareOnly_TellsNobody()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        var id = await pair.ShareAsync("a.txt");
        await pair.Bob.JsonAsync(204, "DELETE", $"/api/shares/received/{id}");

        var planned = await pair.Alice.JsonAsync(200, "POST", "/api/reconcile", new() { ["server"] = pair.B.PublicOrigin.Authority, ["compareOnly"] = true });

        Assert.That(planned.EnumerateArray().Single().GetProperty("action").GetString(), Is.EqualTo("told"));
        Assert.That(planned.EnumerateArray().Single().GetProperty("otherSide").GetString(), Is.EqualTo("unknown"));
    }

    [TestCase("{}")]
    [TestCase("""{"server":""}""")]
    [TestCase("""{"server":"https://cloud.example.org/"}""")]
    public async Task Reconcile_NoServer_Is400(string body)
    {
        await using var pair = await PeerPair.StartAsync();

        await pair.Alice.TextAsync(400, "POST", "/api/reconcile", body);
    }

    private static async Task<string[]> ReconcileAsync(PeerClient user, string server) =>
        [.. (await user.JsonAsync(200, "POST", "/api/reconcile", new() { ["server"] = server })).EnumerateArray().Select(share =>
            string.Join(' ', new[] { "direction", "status", "otherSide", "action" }.Select(name => share.GetProperty(name).GetString())))];
}
