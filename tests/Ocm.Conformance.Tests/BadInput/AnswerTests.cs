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

    // What an older server may leave out or write otherwise; a share that it took is taken, whatever it says with that.
    private static readonly (string Field, string What)[] TakenFromOlder =
    [
        ("email", "missing"), ("email", "null"), ("name", "missing"), ("name", "null"),
        ("token_type", "missing"), ("token_type", "null"), ("expires_in", "null"), ("expires_in", "a number in a string"),
    ];

    private static IEnumerable<TestCaseData<bool, string>> GoodShares() => Variants(ShareAnswer, MessageFields.ShareAnswer, bad: false);

    private static IEnumerable<TestCaseData<bool, string>> BadShares() => Variants(ShareAnswer, MessageFields.ShareAnswer, bad: true);

    private static IEnumerable<TestCaseData<bool, string>> GoodInvites() => Variants(InviteAnswer, MessageFields.InviteAnswer, bad: false);

    private static IEnumerable<TestCaseData<bool, string>> BadInvites() => Variants(InviteAnswer, MessageFields.InviteAnswer, bad: true);

    // Another type of token than Bearer is good, and one that nobody here can use.
    private static IEnumerable<TestCaseData<bool, string>> GoodTokens() =>
        Variants(TokenAnswer, MessageFields.Token, bad: false, variant => variant.Bad)
            .Concat(from isOlder in new[] { false, true } select new TestCaseData<bool, string>(isOlder, TokenAnswer).SetArgDisplayNames(isOlder ? "older" : "draft"));

    private static IEnumerable<TestCaseData<bool, string>> BadTokens() => Variants(TokenAnswer, MessageFields.Token, bad: true);

    [TestCaseSource(nameof(GoodShares))]
    [Property("Requirement", "SHARE-21")]
    public Task CreateAsync_GoodAnswerOfThePeer_ConfirmsTheShare(bool isOlder, string answer) => CreateAsync(isOlder, answer, bad: false);

    [TestCaseSource(nameof(BadShares))]
    [Property("Requirement", "SHARE-21"), Property("Forbidden", "SHARE-21")]
    public Task CreateAsync_BadAnswerOfThePeer_LeavesTheSharePending(bool isOlder, string answer) => CreateAsync(isOlder, answer, bad: true);

    private static async Task CreateAsync(bool isOlder, string answer, bool bad)
    {
        await using var test = await StartAsync(isOlder);
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json(answer, 201));

        var created = await test.CreateAsync();

        Assert.That(created.Value?.Status, Is.EqualTo(bad ? SentShareStatus.PendingDelivery : SentShareStatus.Sent), created.Failure?.ToString());
        Assert.That(created.Value!.RecipientDisplayName is null, Is.EqualTo(bad));
    }

    [TestCaseSource(nameof(GoodInvites))]
    [Property("Requirement", "INV-04")]
    public Task Accept_GoodAnswerOfThePeer_MakesAContact(bool isOlder, string answer) => AcceptAsync(isOlder, answer, bad: false);

    [TestCaseSource(nameof(BadInvites))]
    [Property("Requirement", "INV-04"), Property("Forbidden", "INV-04")]
    public Task Accept_BadAnswerOfThePeer_MakesNoContact(bool isOlder, string answer) => AcceptAsync(isOlder, answer, bad: true);

    private static async Task AcceptAsync(bool isOlder, string answer, bool bad)
    {
        await using var test = await StartAsync(isOlder);
        test.Peer.Answer(InviteGestures.Path, FakePeerAnswer.Json(answer));

        var contact = await test.Server.WithAsync<IInvites, OcmResult<Contact>>(invites =>
            invites.AcceptAsync("marie", new InviteString(new SecretString("a-token"), test.Peer.Host)));

        Assert.That(contact.Failure?.Kind, Is.EqualTo(bad ? OcmFailureKind.InvalidResponse : (OcmFailureKind?)null), answer);
        Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(bad ? 0 : 1));
    }

    [TestCaseSource(nameof(GoodTokens))]
    [Property("Requirement", "TOK-03")]
    public Task List_GoodTokenAnswerOfThePeer_OpensTheResource(bool isOlder, string answer) => ListAsync(isOlder, answer, "Bearer a-token");

    [TestCaseSource(nameof(BadTokens))]
    [Property("Requirement", "TOK-03"), Property("Forbidden", "TOK-03")]
    public Task List_BadTokenAnswerOfThePeer_OpensNothing(bool isOlder, string answer) => ListAsync(isOlder, answer);

    private static async Task ListAsync(bool isOlder, string answer, params string[] credentials)
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
        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")), Is.EqualTo(credentials), answer);
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

    private static IEnumerable<TestCaseData<bool, string>> Variants(
        string example, FieldRule[] fields, bool bad, Func<(string What, string Json, bool Bad), bool>? which = null) =>
        from isOlder in new[] { false, true }
        from field in fields
        from variant in FieldVariants.Of(example, field).Append(("twice", FieldVariants.Twice(example, field.Path), true))
        where which?.Invoke(variant) != false
        where bad == (variant.Item3 && !(isOlder && (example == ShareAnswer || TakenFromOlder.Contains((field.Path, variant.Item1)))))
        select new TestCaseData<bool, string>(isOlder, variant.Item2).SetArgDisplayNames(isOlder ? "older" : "draft", field.Path, variant.Item1);
}
