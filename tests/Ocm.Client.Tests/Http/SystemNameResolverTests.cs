using System.Net;
using Ocm.Client.Http;

namespace Ocm.Client.Tests.Http;

public sealed class SystemNameResolverTests
{
    [Test]
    public async Task Resolve_Localhost_IsLoopback()
    {
        using var resolver = new SystemNameResolver();

        var addresses = await resolver.ResolveAsync("localhost");

        Assert.That(addresses, Is.Not.Empty);
        Assert.That(addresses, Is.All.Matches<IPAddress>(a => IPAddress.IsLoopback(a!)));
    }

    [Test]
    public async Task Resolve_NameThatCannotExist_IsEmpty()
    {
        using var resolver = new SystemNameResolver();

        // RFC 6761: .invalid never exists, so no resolver has anything to say but no.
        Assert.That(await resolver.ResolveAsync("nobody.invalid"), Is.Empty);
    }

    [Test]
    public async Task Resolve_Cancelled_ThrowsCancellation()
    {
        using var resolver = new SystemNameResolver();

        await Assert.ThatAsync(
            async () => await resolver.ResolveAsync("localhost", new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
