using Ocm.Server;
using Ocm.Testing.Simulators;

namespace Ocm.Conformance.Dialects;

/// <summary>With the strict posture, each legacy form is refused, and nothing is stored.</summary>
internal sealed class LegacyStrictTests
{
    private static IEnumerable<LegacyServerFamily> Families() => LegacyServerFamily.All;

    [TestCaseSource(nameof(Families))]
    [Property("Requirement", "SIG-24")]
    public async Task Strict_ShareOfAnOldServer_IsRefused(LegacyServerFamily family)
    {
        await using var rig = await LegacyRig.StartAsync(family, OcmPosture.Strict);

        // What the form makes unreadable is 400; what is readable is 401, for want of a signature.
        Assert.That(await rig.TakeShareAsync(), Is.EqualTo(family == LegacyServerFamily.Nextcloud || family == LegacyServerFamily.Seafile ? "400" : "401"));
    }

    [TestCaseSource(nameof(Families))]
    public async Task Strict_ShareToAnOldServer_IsNotSent(LegacyServerFamily family)
    {
        await using var rig = await LegacyRig.StartAsync(family, OcmPosture.Strict);

        Assert.That(await rig.ShareFileAsync(), Is.Not.EqualTo("yes"));
        Assert.That(rig.Other.Received, Is.Empty);
        Assert.That(rig.Other.Peer.RequestsTo("/ocm/shares"), Is.Empty);
    }

    [TestCaseSource(nameof(Families))]
    public async Task Strict_InviteAcceptedByAnOldServer_IsRefused(LegacyServerFamily family)
    {
        await using var rig = await LegacyRig.StartAsync(family, OcmPosture.Strict);

        Assert.That(await rig.InviteThemAsync(), Is.EqualTo(family == LegacyServerFamily.Seafile ? "has none" : "401"));
    }

    [Test]
    [Property("Requirement", "DISC-17")]
    public async Task Strict_OldDiscoveryPath_IsNotAsked()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Seafile, OcmPosture.Strict);

        Assert.That(await rig.DiscoverAsync(), Is.Not.EqualTo("yes"));
        Assert.That(rig.Other.Peer.RequestsTo("/ocm-provider/"), Is.Empty);
    }
}
