using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>Each reason to discard a share is a policy of its own; what is discarded is answered with an error and not stored.</summary>
internal sealed class DiscardTests
{
    [TestCase(false)]
    [TestCase(true)]
    [Property("Requirement", "SHARE-25")]
    [Property("Requirement", "SIG-19")]
    public async Task Shares_OwnerAtAThirdServer_IsAnOptionOfItsOwn(bool allowed)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.AllowForeignOwners = allowed });
        var share = test.Share();
        share["owner"] = "someone@third.example.org";

        var answer = await test.PostAsync("/ocm/shares", share);

        await AssertOutcomeAsync(test, answer, allowed ? 201 : 403);
    }

    [Test]
    [Property("Requirement", "SHARE-25")]
    public async Task Shares_SenderIsNoContact_IsDiscardedByThatPolicyOnly()
    {
        await using var test = await ServerAndPeer.StartAsync(With(ocm => ocm.DiscardSharesOfStrangers()));

        var stranger = await test.PostAsync("/ocm/shares", test.Share());
        await test.Server.WithAsync<IContactStore, bool>(async contacts =>
        {
            await contacts.PutContactAsync(new Contact
            {
                UserIdentifier = "marie",
                Address = test.Recipient,
                DisplayName = "Albert Einstein",
                Source = ContactSource.DirectEntry,
                AddedAt = DateTimeOffset.UtcNow,
            });
            return true;
        });
        var contact = await test.PostAsync("/ocm/shares", test.Share());

        Assert.That(stranger.Status, Is.EqualTo(403));
        await AssertOutcomeAsync(test, contact, 201);
    }

    [TestCase(207, 201)]
    [TestCase(404, 403)]
    [TestCase(403, 403)]
    [TestCase(503, 503)]
    [Property("Requirement", "SHARE-25")]
    public async Task Shares_ProbeOfTheResource_DecidesWhereItIsAskedFor(int resource, int expected)
    {
        await using var test = await ServerAndPeer.StartAsync(With(ocm => ocm.DiscardUnreachableShares()));
        test.Peer.Answer("/dav/id-1", new FakePeerAnswer(resource, MultiStatus("/dav/id-1"), "application/xml"));

        var answer = await test.PostAsync("/ocm/shares", test.Share());

        await AssertOutcomeAsync(test, answer, expected);
        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Method), Is.All.EqualTo("PROPFIND").And.Not.Empty);
        Assert.That(test.Peer.RequestsTo("/dav/id-1")[0].Header("Authorization"), Is.EqualTo("Bearer a-token-of-the-fake-peer"));
    }

    [Test]
    [Property("Requirement", "SHARE-25")]
    public async Task Shares_NoProbeIsRegistered_ResourceIsNotAskedFor()
    {
        await using var test = await ServerAndPeer.StartAsync();

        await AssertOutcomeAsync(test, await test.PostAsync("/ocm/shares", test.Share()), 201);

        Assert.That(test.Peer.RequestsTo("/dav/id-1"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-25")]
    public async Task Shares_PolicyOfTheVendor_IsAskedLastAndAnswersItself()
    {
        await using var test = await ServerAndPeer.StartAsync(With(ocm => ocm.AddShareDiscardPolicy<NotTonight>()));
        var share = test.Share();
        share["name"] = "bill.exe";

        var discarded = await test.PostAsync("/ocm/shares", share);
        var taken = await test.PostAsync("/ocm/shares", test.Share());

        Assert.That(discarded.Status, Is.EqualTo(403));
        Assert.That(discarded.Json.GetProperty("message").GetString(), Is.EqualTo("This server takes no programs."));
        await AssertOutcomeAsync(test, taken, 201);
    }

    [Test]
    [Property("Requirement", "SHARE-25")]
    public async Task Shares_SignatureCannotBeVerified_NoPolicyAdmitsIt()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        var unknown = test.Peer.CreateKey();

        var answer = await test.PostAsync("/ocm/shares", test.Share().ToJsonString(), key: unknown);
        test.WithPeer(document => document with { Capabilities = [] });
        var stillSigned = await test.PostAsync("/ocm/shares", test.Share().ToJsonString(), key: unknown);

        Assert.That(stillSigned.Status, Is.EqualTo(401));
        await AssertOutcomeAsync(test, answer, 401);
    }

    private static OcmTestServerSettings With(Action<IOcmServerBuilder> register) => new()
    {
        Register = ocm => register(ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()),
    };

    private static async Task AssertOutcomeAsync(ServerAndPeer test, Answer answer, int status)
    {
        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(status == 201 ? 1 : 0));
    }

    private static byte[] MultiStatus(string path) => System.Text.Encoding.UTF8.GetBytes(
        $"""<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>{path}</d:href><d:propstat><d:prop><d:resourcetype/></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>""");

    private sealed class NotTonight : IShareDiscardPolicy
    {
        public ValueTask<OcmFailure?> CheckAsync(ShareDiscardQuestion question, CancellationToken cancellationToken = default) => ValueTask.FromResult(
            question.Share.Name.EndsWith(".exe", StringComparison.Ordinal) ? new OcmFailure(OcmFailureKind.Forbidden, "This server takes no programs.") : null);
    }
}
