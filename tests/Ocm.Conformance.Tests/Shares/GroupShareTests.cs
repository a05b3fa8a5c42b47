using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>Shares with a group, in both roles.</summary>
internal sealed class GroupShareTests
{
    private static readonly OcmTestServerSettings WithGroups = new() { Options = options => options.ShareTypes.Add(ShareType.Group) };

    [Test]
    [Property("Requirement", "SHARE-05")]
    public async Task CreateAsync_ToAGroup_GoesAsAGroupShare()
    {
        await using var test = await ServerAndPeer.StartAsync();

        await test.CreatedAsync(share => share with { ShareType = ShareType.Group });

        Assert.That(test.SentToPeer().Single().GetProperty("shareType").GetString(), Is.EqualTo("group"));
    }

    [Test]
    [Property("Requirement", "SHARE-24")]
    [Property("Requirement", "SHARE-28")]
    public async Task Shares_ForAGroup_IsThereForItsMembersAloneAndOneAccepts()
    {
        await using var test = await ServerAndPeer.StartAsync(WithGroups);
        var share = test.Share();
        (share["shareType"], share["shareWith"]) = ("group", test.Server.Address("physicists").ToString());

        var answer = await test.PostAsync("/ocm/shares", share);
        var received = (await test.ReceivedAsync()).Single();
        var byStranger = await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(received.Id, "albert"));
        var byMember = await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(received.Id, "marie"));

        Assert.That(answer.Json.GetProperty("recipientDisplayName").GetString(), Is.EqualTo("The physicists"));
        Assert.That(await test.ReceivedAsync("albert"), Is.Empty);
        Assert.That(byStranger.Failure!.Kind, Is.EqualTo(OcmFailureKind.NotFound));
        Assert.That(byMember.Value!.Status, Is.EqualTo(ReceivedShareStatus.Accepted));
        Assert.That(test.SentToPeer("/ocm/notifications").Single().GetProperty("notificationType").GetString(), Is.EqualTo("SHARE_ACCEPTED"));
    }

    [TestCase("group", "marie", 400)]
    [TestCase("user", "physicists", 400)]
    [TestCase("federation", "physicists", 501)]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    [Property("Requirement", "SHARE-24"), Property("Forbidden", "SHARE-24")]
    public async Task Shares_RecipientOfTheOtherKind_IsRefused(string shareType, string identifier, int status)
    {
        await using var test = await ServerAndPeer.StartAsync(WithGroups);
        var share = test.Share();
        (share["shareType"], share["shareWith"]) = (shareType, test.Server.Address(identifier).ToString());

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(status == 400 ? ["shareWith"] : Array.Empty<string>()));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }
}
