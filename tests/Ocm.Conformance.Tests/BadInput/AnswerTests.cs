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

    private static IEnumerable<TestCaseData<string, bool>> GoodShares() => Variants(ShareAnswer, MessageFields.ShareAnswer, variant => !variant.Bad);

    private static IEnumerable<TestCaseData<string, bool>> BadShares() => Variants(ShareAnswer, MessageFields.ShareAnswer, variant => variant.Bad);

    private static IEnumerable<TestCaseData<string, bool>> GoodInvites() => Variants(InviteAnswer, MessageFields.InviteAnswer, variant => !variant.Bad);

    private static IEnumerable<TestCaseData<string, bool>> BadInvites() => Variants(InviteAnswer, MessageFields.InviteAnswer, variant => variant.Bad);

    // Another type of token than Bearer is one that nobody here can use.
    private static IEnumerable<TestCaseData<string, bool>> Tokens() => Variants(TokenAnswer, MessageFields.Token, variant => variant.Bad);

    [TestCaseSource(nameof(GoodShares))]
    [Property("Requirement", "SHARE-21")]
    public Task CreateAsync_GoodAnswerOfThePeer_ConfirmsTheShare(string answer, bool bad) => CreateAsync(answer, bad);

    [TestCaseSource(nameof(BadShares))]
    [Property("Requirement", "SHARE-21"), Property("Forbidden", "SHARE-21")]
    public Task CreateAsync_BadAnswerOfThePeer_LeavesTheSharePending(string answer, bool bad) => CreateAsync(answer, bad);

    private static async Task CreateAsync(string answer, bool bad)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json(answer, 201));

        var created = await test.CreateAsync();

        Assert.That(created.Value?.Status, Is.EqualTo(bad ? SentShareStatus.PendingDelivery : SentShareStatus.Sent), created.Failure?.ToString());
        Assert.That(created.Value!.RecipientDisplayName is null, Is.EqualTo(bad));
    }

    [TestCaseSource(nameof(GoodInvites))]
    [Property("Requirement", "INV-04")]
    public Task Accept_GoodAnswerOfThePeer_MakesAContact(string answer, bool bad) => AcceptAsync(answer, bad);

    [TestCaseSource(nameof(BadInvites))]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public Task Accept_BadAnswerOfThePeer_MakesNoContact(string answer, bool bad) => AcceptAsync(answer, bad);

    private static async Task AcceptAsync(string answer, bool bad)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer(InviteGestures.Path, FakePeerAnswer.Json(answer));

        var contact = await test.Server.WithAsync<IInvites, OcmResult<Contact>>(invites =>
            invites.AcceptAsync("marie", new InviteString(new SecretString("a-token"), test.Peer.Host)));

        Assert.That(contact.Failure?.Kind, Is.EqualTo(bad ? OcmFailureKind.InvalidResponse : (OcmFailureKind?)null), answer);
        Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(bad ? 0 : 1));
    }

    [Test]
    [Property("Requirement", "TOK-03")]
    public Task List_GoodTokenAnswerOfThePeer_OpensTheResource() => ListAsync(TokenAnswer, "Bearer a-token");

    [TestCaseSource(nameof(Tokens))]
    [Property("Requirement", "TOK-03"), Property("Forbidden", "TOK-03")]
    public Task List_BadTokenAnswerOfThePeer_OpensNothing(string answer, bool bad) => ListAsync(answer, bad ? [] : ["Bearer a-token"]);

    private static async Task ListAsync(string answer, params string[] credentials)
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
        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")), Is.EqualTo(credentials), answer);
    }

    private static IEnumerable<TestCaseData<string, bool>> Variants(string example, FieldRule[] fields, Func<(string What, string Json, bool Bad), bool> which) =>
        from field in fields
        from variant in FieldVariants.Of(example, field).Append(("twice", FieldVariants.Twice(example, field.Path), true))
        where which(variant)
        select new TestCaseData<string, bool>(variant.Item2, variant.Item3).SetArgDisplayNames(field.Path, variant.Item1);
}
