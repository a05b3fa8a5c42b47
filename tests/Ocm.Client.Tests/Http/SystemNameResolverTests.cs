using System.Net;
using System.Net.Sockets;
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
    public async Task Resolve_NameThatCannotExist_ThrowsAndIsUnreachableToTheClient()
    {
        using var resolver = new SystemNameResolver();
        await using var caller = new Caller(o => o.MaxRetries = 0, names: resolver);

        // RFC 6761: .invalid never exists, so no resolver has anything to say but no.
        await Assert.ThatAsync(async () => await resolver.ResolveAsync("nobody.invalid"), Throws.TypeOf<SocketException>());
        Assert.That((await caller.GetAsync(new Uri("https://nobody.invalid/"))).Failure?.ToString(),
            Is.EqualTo("Unreachable: The other server's name could not be resolved."));
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
