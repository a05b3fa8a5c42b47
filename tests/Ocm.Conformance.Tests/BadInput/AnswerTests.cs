using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Serialization;
using Ocm.Server;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.BadInput;

/// <summary>Each field of each answer that the server gets from a peer of the draft or an older one: what is wrong is taken for no answer, and nothing comes of it.</summary>
internal sealed class AnswerTests
{
    private const string ShareAnswer = """{"recipientDisplayName":"E","recipientPublicKeys":["ssh-ed25519 AAAA"]}""";
    private const string InviteAnswer = """{"userID":"einstein","email":"e@example.org","name":"Albert Einstein"}""";
    private const string TokenAnswer = """{"access_token":"a-token","token_type":"Bearer","expires_in":300}""";

    // What an older server may leave out or write otherwise. What cannot be read as JSON says no less than an empty answer does.
    private static readonly (string Field, string What)[] TakenFromOlder =
    [
        ("recipientDisplayName", "missing"), ("recipientDisplayName", "null"), ("recipientDisplayName", "twice"),
        ("recipientPublicKeys", "null"), ("recipientPublicKeys", "twice"),
        ("email", "missing"), ("email", "null"), ("name", "missing"), ("name", "null"),
        ("token_type", "missing"), ("token_type", "null"), ("expires_in", "null"), ("expires_in", "a number in a string"),
    ];

    private static IEnumerable<TestCaseData<bool, string, bool>> Shares() => Variants(ShareAnswer, MessageFields.ShareAnswer, _ => true);

    private static IEnumerable<TestCaseData<bool, string, bool>> Invites() => Variants(InviteAnswer, MessageFields.InviteAnswer, _ => true);

    // Another type of token than Bearer is one that nobody here can use.
    private static IEnumerable<TestCaseData<bool, string, bool>> Tokens() => Variants(TokenAnswer, MessageFields.Token, variant => variant.Bad);

    [TestCaseSource(nameof(Shares))]
    [Property("Requirement", "SHARE-21")]
    public async Task CreateAsync_AnswerOfThePeer_ConfirmsTheShareOrLeavesItPending(bool isOlder, string answer, bool bad)
    {
        await using var test = await StartAsync(isOlder);
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json(answer, 201));

        var created = await test.CreateAsync();

        Assert.That(created.Value?.Status, Is.EqualTo(bad ? SentShareStatus.PendingDelivery : SentShareStatus.Sent), created.Failure?.ToString());
        Assert.That(created.Value!.RecipientDisplayName is null, Is.EqualTo(bad));
    }

    [TestCaseSource(nameof(Invites))]
    [Property("Requirement", "INV-04")]
    public async Task Accept_AnswerOfThePeer_MakesAContactOrNone(bool isOlder, string answer, bool bad)
    {
        await using var test = await StartAsync(isOlder);
        test.Peer.Answer(InviteGestures.Path, FakePeerAnswer.Json(answer));

        var contact = await test.Server.WithAsync<IInvites, OcmResult<Contact>>(invites =>
            invites.AcceptAsync("marie", new InviteString(new SecretString("a-token"), test.Peer.Host)));

        Assert.That(contact.Failure?.Kind, Is.EqualTo(bad ? OcmFailureKind.InvalidResponse : (OcmFailureKind?)null), answer);
        Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(bad ? 0 : 1));
    }

    [TestCaseSource(nameof(Tokens))]
    [TestCase(false, TokenAnswer, false)]
    [TestCase(true, TokenAnswer, false)]
    [Property("Requirement", "TOK-03")]
    public async Task List_TokenAnswerOfThePeer_OpensTheResourceOrNothing(bool isOlder, string answer, bool bad)
    {
        await using var test = await StartAsync(isOlder);
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

    private static async Task<ServerAndPeer> StartAsync(bool isOlder)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = isOlder ? OcmPosture.Interoperable : OcmPosture.Strict,
        });
        if (isOlder)
        {
            OlderScene.Play(test, signs: true);
        }

        return test;
    }

    private static IEnumerable<TestCaseData<bool, string, bool>> Variants(string example, FieldRule[] fields, Func<(string What, string Json, bool Bad), bool> which) =>
        from isOlder in new[] { false, true }
        from field in fields
        from variant in FieldVariants.Of(example, field).Append(("twice", FieldVariants.Twice(example, field.Path), true))
        where which(variant)
        let bad = variant.Item3 && !(isOlder && TakenFromOlder.Contains((field.Path, variant.Item1)))
        select new TestCaseData<bool, string, bool>(isOlder, variant.Item2, bad).SetArgDisplayNames(isOlder ? "older" : "draft", field.Path, variant.Item1);
}
