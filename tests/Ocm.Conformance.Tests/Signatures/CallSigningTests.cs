using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Client.Directories;
using Ocm.Client.Signatures;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Server;
using Ocm.Server.ShareRequests;
using Ocm.Server.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Signatures;

/// <summary>Which calls are signed, and that a signature is verified wherever it stands.</summary>
internal sealed class CallSigningTests
{
    private static readonly string[] Calls = ["/ocm/shares", "/ocm/invite-accepted", "/ocm/request-share", "/ocm/notifications", "/ocm/token"];

    [Test]
    [Property("Requirement", "SIG-23")]
    public async Task EveryCall_ToAServerThatSigns_IsSigned()
    {
        await using var test = await CallAsync(OcmPosture.Strict);

        var keys = await test.Server.Services.GetRequiredService<ISigningKeyRing>().GetPublishedKeysAsync();
        foreach (var path in Calls)
        {
            Assert.That((await test.Peer.VerifyAsync(test.Peer.RequestsTo(path).Single(), test.Server.Host, keys)).IsValid, Is.True, path);
        }
    }

    [Test]
    [Property("Requirement", "SIG-23"), Property("Forbidden", "SIG-23")]
    public async Task Fetches_OfDocumentsKeysAndResources_AreNotSigned()
    {
        await using var test = await CallAsync(OcmPosture.Strict);

        string[] expected = ["/.well-known/ocm", "/ocm/jwks", "/directory", "/dav/id-1"];
        var fetches = test.Peer.Requests.Where(request => request.Method != "POST").ToList();
        Assert.That(fetches.Select(request => request.Path).Distinct(), Is.EquivalentTo(expected));
        Assert.That(fetches.Where(request => request.Headers.Keys.Any(name => name.StartsWith("Signature", StringComparison.OrdinalIgnoreCase))), Is.Empty);
    }

    // A server of this posture can cover Date, for those of the interim form.
    [Test]
    [Property("Requirement", "SIG-04"), Property("Forbidden", "SIG-04")]
    public async Task EveryCall_WhereOlderFormsAreKnown_DoesNotCoverDate()
    {
        await using var test = await CallAsync(OcmPosture.Interoperable);

        Assert.That(
            Calls.SelectMany(test.Peer.RequestsTo).Select(request => request.Header("Signature-Input")),
            Has.Exactly(Calls.Length).Items.And.All.Contains("\"content-digest\"").And.None.Contains("\"date\"").IgnoreCase);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "SIG-23"), Property("Forbidden", "SIG-23")]
    public async Task Shares_BadSignatureWhereNoneIsNeeded_Is401AndNothingStored(bool isListed)
    {
        await using var test = await LenientAsync(isListed);
        using var bad = await test.Peer.CreateSignedPostAsync(test.Uri(HandSigning.Path), Encoding.UTF8.GetBytes(test.Share().ToJsonString()), key: test.Peer.CreateKey());

        Assert.That((await test.SendAsync(bad, body: null)).Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SIG-15")]
    [Property("Requirement", "SIG-23")]
    public async Task Shares_UnsignedOrWellSignedWhereNoneIsNeeded_IsTaken([Values] bool isSigned)
    {
        await using var test = await LenientAsync(isListed: false);
        var share = test.Share().ToJsonString();

        var answer = isSigned ? await test.PostAsync(HandSigning.Path, share) : await test.PostUnsignedAsync(HandSigning.Path, share);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    /// <summary>A server that needs no signature of a peer that does not list them, but publishes keys.</summary>
    private static async Task<ServerAndPeer> LenientAsync(bool isListed)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.RequireSignatures = false });
        return test.WithPeer(document => document with { Capabilities = isListed ? document.Capabilities : [], Criteria = [] });
    }

    /// <summary>Every call that a server makes, once each.</summary>
    private static async Task<ServerAndPeer> CallAsync(OcmPosture posture)
    {
        string? directory = null;
        var test = await ServerAndPeer.StartAsync(
            new OcmTestServerSettings
            {
                Options = options => options.Posture = posture,
                Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddShareRequests<AnyResource>()
                    .AddDirectoryService(new Uri(directory!), Encoding.UTF8.GetString(LocalSigningKey.Generate("directory#1").PublicKey.ToJson())),
            },
            prepare: peer => directory = $"{peer.Origin}/directory");
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(404));
        await test.CreatedAsync();
        await test.AcceptAsync("marie", "einstein");
        await test.Server.WithAsync<IShareRequests, OcmResult<OcmUnit>>(requests => requests.SendAsync("marie", new OcmAddress("einstein", test.Peer.Host), "notes.md"));
        await test.PostAsync(HandSigning.Path, test.Share());
        var id = (await test.ReceivedAsync()).Single().Id;
        await test.Server.WithAsync<IReceivedShares, OcmResult<RemoteListing>>(async shares =>
        {
            await shares.AcceptAsync(id, "marie");
            return await (await shares.OpenAsync(id, "marie")).Value!.ListAsync();
        });
        await test.Server.Services.GetRequiredService<IServerDirectory>().ListAsync();
        return test;
    }
}
