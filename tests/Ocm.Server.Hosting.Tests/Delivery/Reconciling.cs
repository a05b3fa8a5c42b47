using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>What the tests of reconciliation do with a server and a fake peer.</summary>
internal static class Reconciling
{
    /// <summary>What a token endpoint says of a secret that it does not know.</summary>
    public static FakePeerAnswer InvalidGrant { get; } = FakePeerAnswer.Json("""{"error":"invalid_grant"}""", 400);

    public static async Task<IReadOnlyList<ReconciledShare>> ReconcileAsync(
        this OcmTestServer server, OcmHost other, ReconciliationOptions? options = null)
    {
        List<ReconciledShare> reports = [];
        await foreach (var report in server.Services.GetRequiredService<IReconciliation>().ReconcileAsync(other, options))
        {
            reports.Add(report);
        }

        return reports;
    }

    public static async Task<ReconciledShare> ReconcileOnlyAsync(this PeerAndServer test, bool compareOnly = false) =>
        (await test.Server.ReconcileAsync(test.Peer.Host, new ReconciliationOptions { CompareOnly = compareOnly })).Single();

    /// <summary>The peer shares with marie; she accepts, or has not answered.</summary>
    public static async Task<ReceivedShare> ReceiveAsync(this PeerAndServer test, bool accept, Action<Dictionary<string, object?>>? change = null)
    {
        var answer = await test.PostAsync("/ocm/shares", test.ShareJson(change));
        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        var share = (await test.ReceivedAsync())[0];
        return accept
            ? (await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"))).Value!
            : share;
    }

    public static async Task<ReceivedShareStatus> ReceivedStatusAsync(this PeerAndServer test) => (await test.ReceivedAsync()).Single().Status;

    public static ValueTask<OcmResult<ReceivedShare>> DeclineAsync(this PeerAndServer test, ReceivedShare share) =>
        test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(share.Id, "marie"));

    /// <summary>Shares as they came from the peer once, whatever is thought of it now.</summary>
    public static async Task AddReceivedAsync(this PeerAndServer test, int count, Func<ReceivedShare, WebDavProtocol>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        await test.Server.WithAsync<IShareStore, bool>(async store =>
        {
            for (var i = 0; i < count; i++)
            {
                var share = new ReceivedShare
                {
                    Id = $"received-{i}",
                    ProviderId = $"id-{i}",
                    Sender = new OcmAddress("einstein", test.Peer.Host),
                    Owner = new OcmAddress("einstein", test.Peer.Host),
                    ShareWith = test.Server.Address("marie"),
                    RecipientIdentifier = "marie",
                    ShareType = ShareType.User,
                    ResourceType = ResourceType.File,
                    Name = "notes.md",
                    Protocol = new ShareProtocols
                    {
                        WebDav = new WebDavProtocol
                        {
                            Uri = $"{test.Peer.Origin}/dav/id-{i}",
                            SharedSecret = new SecretString($"secret-{i}"),
                            Permissions = [Permission.Read],
                            Requirements = [Requirement.MustExchangeToken],
                        },
                    },
                    Status = ReceivedShareStatus.Pending,
                    PayloadHash = "hash",
                    ReceivedAt = now,
                    UpdatedAt = now,
                };
                share = change is null ? share : share with { Protocol = share.Protocol with { WebDav = change(share) } };
                Assert.That(await store.TryAddReceivedAsync(share, delivery: null), Is.True);
            }

            return true;
        });
    }

    /// <summary>Albert shares with a user of the peer.</summary>
    public static async Task<SentShare> SendAsync(this PeerAndServer test)
    {
        var result = await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new OcmAddress("bob", test.Peer.Host),
            ResourceType = ResourceType.Folder,
            ResourceId = "/papers",
            Name = "papers",
        }));
        Assert.That(result.Failure, Is.Null);
        return result.Value!;
    }

    public static ValueTask<OcmResult<SentShare>> UnshareAsync(this PeerAndServer test, SentShare share) =>
        test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

    /// <summary>The types of the notifications that the peer got, oldest first.</summary>
    public static IReadOnlyList<string> NotificationsToPeer(this PeerAndServer test) =>
        [.. test.Peer.RequestsTo("/ocm/notifications").Select(request => System.Text.Json.JsonElement.Parse(request.Body.Span).GetProperty("notificationType").GetString()!)];

    public static ValueTask<IReadOnlyList<OutboxItem>> OutboxAsync(this PeerAndServer test) =>
        test.Server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery()));

    /// <summary>Like the peer's share, with the secret for direct access.</summary>
    public static void OpensBySecret(Dictionary<string, object?> share) =>
        ((Dictionary<string, object?>)((Dictionary<string, object?>)share["protocol"]!)["webdav"]!).Remove("requirements");

    public static FakePeerAnswer Folder(string path) => new(
        207,
        System.Text.Encoding.UTF8.GetBytes(
            $"<d:multistatus xmlns:d=\"DAV:\"><d:response><d:href>{path}</d:href><d:propstat><d:prop><d:resourcetype/></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"),
        "application/xml");
}
