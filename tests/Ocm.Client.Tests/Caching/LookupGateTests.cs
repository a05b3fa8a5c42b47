using Ocm.Client.Caching;

namespace Ocm.Client.Tests.Caching;

[TestFixture]
internal sealed class LookupGateTests
{
    [Test]
    public async Task Enter_MoreThanMayRunAndWait_IsRefusedAtOnce()
    {
        using var gate = new LookupGate(maxConcurrent: 1, maxWaiting: 1);
        var first = await gate.EnterAsync(default);
        var second = gate.EnterAsync(default);

        var third = await gate.EnterAsync(default);
        gate.Leave();

        Assert.That(first, Is.True);
        Assert.That(third, Is.False);
        Assert.That(await second, Is.True);
    }

    [Test]
    public async Task Enter_WaitGivenUp_LeavesRoomForTheNext()
    {
        using var gate = new LookupGate(maxConcurrent: 1, maxWaiting: 1);
        using var impatient = new CancellationTokenSource();
        await gate.EnterAsync(default);
        var given = gate.EnterAsync(impatient.Token);

        await impatient.CancelAsync();
        var isIn = await given;
        var next = gate.EnterAsync(default);
        gate.Leave();

        Assert.That(isIn, Is.False);
        Assert.That(await next, Is.True);
    }
}
