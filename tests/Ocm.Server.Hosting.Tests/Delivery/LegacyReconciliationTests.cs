using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Server.Access;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Simulators;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>Older servers: access by the secret shows that a share lives; nothing that they answer ends one.</summary>
internal sealed class LegacyReconciliationTests
{
    private static IReadOnlyList<LegacyServerFamily> Families => LegacyServerFamily.All;

    [TestCaseSource(nameof(Families))]
    public async Task Reconcile_OldSenderServesTheShare_Holds(LegacyServerFamily family)
    {
        await using var other = await LegacyServer.StartAsync(family);
        await using var server = await StartAsync();
        await ReceiveAsync(other, server);

        var report = (await server.ReconcileAsync(other.Peer.Host)).Single();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Holds, ReconciliationAction.None)), report.Reason);
    }

    [TestCaseSource(nameof(Families))]
    public async Task Reconcile_OldSenderHasLostTheShare_LeavesItAndSaysSo(LegacyServerFamily family)
    {
        await using var other = await LegacyServer.StartAsync(family);
        await using var server = await StartAsync();
        await ReceiveAsync(other, server);

        // What the look before asked: the resource, and the token endpoint where the family has one.
        foreach (var path in other.Peer.Requests.Where(request => request.Method is "PROPFIND" or "POST").Select(request => request.Path).Distinct().ToList())
        {
            other.Peer.Answer(path, FakePeerAnswer.Status(401));
        }

        var report = (await server.ReconcileAsync(other.Peer.Host)).Single();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(report.Reason, Does.Contain("credential").Or.Contain("401"));
        Assert.That(report.Received!.IsActive(TimeProvider.System.GetUtcNow()), Is.True);
    }

    // Without the secret, which goes with the end, an old server could not tell which share has ended.
    [Test]
    public async Task Reconcile_EndedAndTheOldReceiverConfirmed_IsNotToldAgain()
    {
        await using var other = await LegacyServer.StartAsync(LegacyServerFamily.Nextcloud);
        await using var server = await StartAsync();
        await UnshareAsync(server, await SendAsync(other, server));
        var told = other.Peer.RequestsTo("/ocm/notifications").Count;

        var report = (await server.ReconcileAsync(other.Peer.Host)).Single();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Unknown, ReconciliationAction.None)));
        Assert.That(other.Peer.RequestsTo("/ocm/notifications"), Has.Count.EqualTo(told));
    }

    [Test]
    public async Task Reconcile_EndedAndTheOldReceiverHadRefused_IsToldWithTheSecret()
    {
        await using var other = await LegacyServer.StartAsync(LegacyServerFamily.Nextcloud);
        await using var server = await StartAsync();
        var share = await SendAsync(other, server);
        var refuses = true;
        FakePeerRequest? last = null;
        other.Peer.Answer("/ocm/notifications", request =>
        {
            last = request;
            return refuses ? FakePeerAnswer.Status(400) : FakePeerAnswer.Json("[]", 201);
        });
        await UnshareAsync(server, share);
        refuses = false;

        var report = (await server.ReconcileAsync(other.Peer.Host)).Single();

        Assert.That((report.Finding, report.Action), Is.EqualTo((ReconciliationFinding.Ended, ReconciliationAction.Told)));
        Assert.That(last!.Text, Does.Contain("SHARE_UNSHARED").And.Contain("\"sharedSecret\""));
        Assert.That(await server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery())), Is.Empty);
    }

    private static Task<OcmTestServer> StartAsync() => OcmTestServer.StartAsync(new OcmTestServerSettings
    {
        Options = options => options.Posture = OcmPosture.Interoperable,
        Map = app => app.Map("/dav/ocm/{**path}", (HttpContext context) => context.GetOcmShareAccess().Share.ResourceId).RequireOcmShareBelow("/dav/ocm"),
    });

    private static async Task ReceiveAsync(LegacyServer other, OcmTestServer server)
    {
        Assert.That(await other.ShareAsync(server.Origin, server.Address("marie").ToString()), Is.EqualTo(201));
        var share = (await server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"))).Single();
        Assert.That((await server.ReconcileAsync(other.Peer.Host)).Single().Received!.Id, Is.EqualTo(share.Id));
    }

    private static async Task<SentShare> SendAsync(LegacyServer other, OcmTestServer server)
    {
        var result = await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "marie",
            ShareWith = OcmAddress.Parse(other.Address),
            ResourceType = ResourceType.File,
            ResourceId = "/notes",
            Name = "notes",
            Permissions = [Permission.Read],
        }));
        Assert.That(result.Failure, Is.Null);
        return result.Value!;
    }

    private static ValueTask<OcmResult<SentShare>> UnshareAsync(OcmTestServer server, SentShare share) =>
        server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));
}
