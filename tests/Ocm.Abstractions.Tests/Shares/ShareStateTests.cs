using Ocm.Tokens;

namespace Ocm.Shares;

[Property("Requirement", "SHARE-29")]
public sealed class ShareStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [TestCase(SentShareStatus.PendingDelivery, true)]
    [TestCase(SentShareStatus.Sent, true)]
    [TestCase(SentShareStatus.Accepted, true)]
    [TestCase(SentShareStatus.Declined, false)]
    [TestCase(SentShareStatus.Unshared, false)]
    [TestCase(SentShareStatus.Expired, false)]
    [TestCase(SentShareStatus.Refused, false)]
    public void IsActive_SentShare_FollowsItsStateAndTheClock(SentShareStatus status, bool active)
    {
        var share = SampleShares.Sent(new SecretString("s")) with { Status = status };
        Assert.That(share.IsActive(Now), Is.EqualTo(active));
        Assert.That((share with { ExpiresAt = Now.AddTicks(1) }).IsActive(Now), Is.EqualTo(active));
        Assert.That((share with { ExpiresAt = Now }).IsActive(Now), Is.False);
        Assert.That((share with { ExpiresAt = Now.AddTicks(-1) }).IsActive(Now), Is.False);
    }

    [TestCase(ReceivedShareStatus.Pending, true)]
    [TestCase(ReceivedShareStatus.Accepted, true)]
    [TestCase(ReceivedShareStatus.Declined, false)]
    [TestCase(ReceivedShareStatus.Unshared, false)]
    [TestCase(ReceivedShareStatus.Expired, false)]
    public void IsActive_ReceivedShare_FollowsItsStateAndTheClock(ReceivedShareStatus status, bool active)
    {
        var share = SampleShares.Received(new ShareProtocols()) with { Status = status };
        Assert.That(share.IsActive(Now), Is.EqualTo(active));
        Assert.That((share with { ExpiresAt = Now.AddTicks(1) }).IsActive(Now), Is.EqualTo(active));
        Assert.That((share with { ExpiresAt = Now }).IsActive(Now), Is.False);
    }

    [Test]
    public void SendingServer_IsTheHostOfTheSender() =>
        Assert.That(SampleShares.Received(new ShareProtocols()).SendingServer.Value, Is.EqualTo("a.example"));
}
