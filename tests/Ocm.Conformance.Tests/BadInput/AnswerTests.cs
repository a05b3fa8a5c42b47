using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Serialization;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Conformance.BadInput;

/// <summary>Each field of each answer that the server gets from a peer: what is wrong is taken for no answer, and nothing comes of it.</summary>
internal sealed class AnswerTests
{
    private const string ShareAnswer = """{"recipientDisplayName":"E","recipientPublicKeys":["ssh-ed25519 AAAA"]}""";
    private const string InviteAnswer = """{"userID":"einstein","email":"e@example.org","name":"Albert Einstein"}""";
    private const string TokenAnswer = """{"access_token":"a-token","token_type":"Bearer","expires_in":300}""";

    private static IEnumerable<TestCaseData<string>> GoodShares() => Shares(bad: false);

    private static IEnumerable<TestCaseData<string>> BadShares() => Shares(bad: true);

    private static IEnumerable<TestCaseData<string>> Shares(bool bad) =>
        from variant in Variants(ShareAnswer, MessageFields.ShareAnswer)
        where variant.Bad == bad
        select new TestCaseData<string>(variant.Json).SetArgDisplayNames(variant.Field, variant.What);

    private static IEnumerable<TestCaseData<string, bool>> Invites() =>
        from variant in Variants(InviteAnswer, MessageFields.InviteAnswer)
        select new TestCaseData<string, bool>(variant.Json, variant.Bad).SetArgDisplayNames(variant.Field, variant.What);

    // Another type of token than Bearer is one that nobody here can use.
    private static IEnumerable<TestCaseData<string, bool>> Tokens() =>
        from variant in Variants(TokenAnswer, MessageFields.Token)
        where variant.Bad
        select new TestCaseData<string, bool>(variant.Json, variant.Bad).SetArgDisplayNames(variant.Field, variant.What);

    [TestCaseSource(nameof(GoodShares))]
    [Property("Requirement", "SHARE-21")]
    public async Task CreateAsync_AnswerOfThePeer_ConfirmsTheShare(string answer)
    {
        var share = await CreateAsync(answer);

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.Sent));
        Assert.That(share.RecipientDisplayName, Is.Not.Null);
    }

    [TestCaseSource(nameof(BadShares))]
    [Property("Requirement", "SHARE-21"), Property("Forbidden", "SHARE-21")]
    public async Task CreateAsync_BadAnswerOfThePeer_LeavesTheSharePending(string answer)
    {
        var share = await CreateAsync(answer);

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(share.RecipientDisplayName, Is.Null);
        Assert.That(share.RecipientPublicKeys, Is.Empty);
    }

    private static async Task<SentShare> CreateAsync(string answer)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json(answer, 201));
        return await test.CreatedAsync();
    }

    [TestCaseSource(nameof(Invites))]
    [Property("Requirement", "INV-04")]
    public async Task Accept_AnswerOfThePeer_MakesAContactOrNone(string answer, bool bad)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer(InviteGestures.Path, FakePeerAnswer.Json(answer));

        var contact = await test.Server.WithAsync<IInvites, OcmResult<Contact>>(invites =>
            invites.AcceptAsync("marie", new InviteString(new SecretString("a-token"), test.Peer.Host)));

        Assert.That(contact.Failure?.Kind, Is.EqualTo(bad ? OcmFailureKind.InvalidResponse : (OcmFailureKind?)null), answer);
        Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(bad ? 0 : 1));
    }

    [TestCaseSource(nameof(Tokens))]
    [TestCase(TokenAnswer, false)]
    [Property("Requirement", "TOK-03")]
    public async Task List_TokenAnswerOfThePeer_OpensTheResourceOrNothing(string answer, bool bad)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/ocm/token", FakePeerAnswer.Json(answer));
        test.Peer.Answer("/dav/id-1", FakePeerAnswer.Status(404));
        await test.PostAsync("/ocm/shares", test.Share());

        await test.Server.WithAsync<IReceivedShares, bool>(async shares =>
        {
            var id = (await shares.ListAsync("marie"))[0].Id;
            await shares.AcceptAsync(id, "marie");
            var resource = (await shares.OpenAsync(id, "marie")).Value!;
            return (await resource.ListAsync()).IsSuccess;
        });

        Assert.That(test.Peer.RequestsTo("/ocm/token"), Is.Not.Empty);
        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")), Is.EqualTo(bad ? [] : new[] { "Bearer a-token" }), answer);
    }

    private static IEnumerable<(string Field, string What, string Json, bool Bad)> Variants(string example, FieldRule[] fields) =>
        from field in fields
        from variant in FieldVariants.Of(example, field).Append(("twice", FieldVariants.Twice(example, field.Path), true))
        select (field.Path, variant.Item1, variant.Item2, variant.Item3);
}
