using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Client.Tests.Calls;
using Ocm.Client.Tests.Http;
using Ocm.HttpSignatures.Components;
using Ocm.Signatures;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Signatures;

/// <summary>Two nodes of one server rotate their key while they sign, and another server verifies all of it.</summary>
[TestFixture]
internal sealed class RotationUnderLoadTests
{
    private static readonly byte[] Body = "{\"a\":1}"u8.ToArray();

    [Test]
    [Property("Requirement", "SIG-25")]
    [Property("Requirement", "SIG-18")]
    public async Task Rotate_WhileRequestsFlow_NoneIsRefused()
    {
        var clock = new ManualClock();
        var store = new ListKeyStore();
        await using var signer = await FakePeer.StartAsync();
        await using var first = Node(clock, store);
        await using var second = Node(clock, store);
        await using var receiver = new ClientUnderTest(signer, timeProvider: clock);
        ClientUnderTest[] nodes = [first, second];
        var served = 0;

        // Whichever node is asked publishes what it knows.
        signer.Answer("/ocm/jwks", _ => new FakePeerAnswer(
            200, nodes[Interlocked.Increment(ref served) % 2].PublishedKeysAsync().GetAwaiter().GetResult().ToJson(), "application/json"));
        var verifier = receiver.Get<OcmSignatureVerifier>();
        var replays = new UsedOnce();
        var used = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var refused = new ConcurrentQueue<OcmSignatureVerdict>();

        // Three hours in steps of twenty seconds; a rotation in every hour, by either node.
        for (var step = 0; step < 540; step++)
        {
            if (step % 180 == 60)
            {
                await nodes[step / 180 % 2].Ring.RotateAsync();
            }

            await Task.WhenAll(nodes.SelectMany(n => new[] { n, n }).Select(node => Task.Run(async () =>
            {
                var key = (await node.Ring.GetActiveKeyAsync())!;
                using var request = new HttpRequestMessage(HttpMethod.Post, "https://we.test/ocm/shares") { Content = new ByteArrayContent(Body) };
                await new OcmRequestSigner(clock).SignAsync(request, Body, key);
                var verdict = await verifier.VerifyAsync(new HttpRequestMessageView(request), Body, [signer.Host], replays);
                used.AddOrUpdate(key.KeyId, 1, (_, count) => count + 1);
                if (!verdict.IsValid)
                {
                    refused.Enqueue(verdict);
                }
            })));
            clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.That(refused, Is.Empty);
        Assert.That(used, Has.Count.EqualTo(4));
        Assert.That(replays.Used, Has.Count.EqualTo(540 * 4));

        // One set per hour and rotation, not per request.
        Assert.That(signer.KeyFetches, Is.InRange(4, 8));
    }

    private static ClientUnderTest Node(ManualClock clock, ListKeyStore store) =>
        new(timeProvider: clock, hasKeys: false, register: s => s.AddSingleton<ISigningKeyStore>(store));
}
