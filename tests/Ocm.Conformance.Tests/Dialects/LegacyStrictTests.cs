using Ocm.Server;
using Ocm.Testing.Simulators;

namespace Ocm.Conformance.Dialects;

/// <summary>The same operations in the strict posture: servers of the draft notice nothing, and older ones get nothing.</summary>
internal sealed class LegacyStrictTests
{
    private static IEnumerable<TestCaseData> Cells() =>
        from family in LegacyServerFamily.All
        from operation in LegacyMatrix.Operations
        select new TestCaseData(family, operation).SetArgDisplayNames(family.Name, operation.Name);

    [TestCaseSource(nameof(Cells))]
    [Property("Requirement", "SIG-24")]
    [Property("Requirement", "SIG-26")]
    public async Task Strict_Operation_IsAsTheTableSays(LegacyServerFamily family, LegacyOperation operation)
    {
        await using var rig = await LegacyRig.StartAsync(family, OcmPosture.Strict);

        var outcome = await operation.RunAsync(rig);

        if (family.IsOfTheDraft)
        {
            Assert.That(outcome, Is.EqualTo(LegacyMatrix.Expected(family, operation).Outcome));
            return;
        }

        var expected = StrictTable.Expected(family, operation.Name);
        Assert.That(expected == StrictTable.No ? StrictTable.Word(outcome) : outcome, Is.EqualTo(expected), outcome);
        Assert.That((rig.Other.Received, await rig.ReceivedAsync()), Is.EqualTo((Array.Empty<SimulatedShare>(), (object?)null)));
    }

    [Test]
    [Property("Requirement", "DISC-17")]
    public async Task Strict_OldDiscoveryPath_IsNotAsked()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Seafile, OcmPosture.Strict);

        Assert.That(await rig.DiscoverAsync(), Is.Not.EqualTo("yes"));
        Assert.That(rig.Other.Peer.RequestsTo("/ocm-provider/"), Is.Empty);
    }

    [Test]
    public async Task Strict_ServerThatTakesNoSignature_IsNotCalled()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Nextcloud, OcmPosture.Strict);

        await rig.ShareFileAsync();

        Assert.That(rig.Other.Peer.Requests.Where(request => request.Method == "POST"), Is.Empty);
    }
}
