using Ocm.Addresses;
using Ocm.Peers;

namespace Ocm.Testing.Stores;

/// <summary>The guarantees of <see cref="IKnownServerStore"/>.</summary>
/// <param name="create">Makes an empty store for one case.</param>
public sealed class KnownServerStoreContract(Func<CancellationToken, ValueTask<StoreNodes<IKnownServerStore>>> create)
    : StoreContract<IKnownServerStore>(create)
{
    private protected override IEnumerable<Guarantee<IKnownServerStore>> Guarantees() =>
    [
        new("Server_Put_ComesBackInFull", "Every field of a server survives; a port makes another server.", PutAsync),
        new("Server_PutAgain_KeepsTheEarliestMoments", "The moments of the first meeting and the first signature never get later or lost.", PutAgainAsync),
        new("Server_ListedInPages_EachOnceInOrder", "Servers are listed in pages, each once, in the order of their hosts.", ListedAsync),
        new("Server_PutRace_KeepsTheEarliestMoments", "Nodes that meet a server at once keep the earliest moments.", RaceAsync),
    ];

    private static async Task PutAsync(StoreNodes<IKnownServerStore> nodes, CancellationToken cancellationToken)
    {
        var server = Server("there.example.org:8443") with
        {
            DiscoveryJson = """{"apiVersion":"1.4.0","provider":"ü"}""",
            KeySetJson = """{"keys":[]}""",
            SignedSince = Samples.Now.AddHours(1),
        };
        await nodes.First.PutServerAsync(server, cancellationToken).ConfigureAwait(false);
        var stored = await nodes.Second.FindServerAsync(server.Host, cancellationToken).ConfigureAwait(false);
        Expect.SameJson(server.DiscoveryJson, stored?.DiscoveryJson, "The discovery document of a server");
        Expect.SameJson(server.KeySetJson, stored?.KeySetJson, "The keys of a server");
        Expect.Equal(server with { DiscoveryJson = stored?.DiscoveryJson, KeySetJson = stored?.KeySetJson }, stored, "A server that was put");
        Expect.Equal(null, await nodes.Second.FindServerAsync(OcmHost.Parse("there.example.org"), cancellationToken).ConfigureAwait(false), "The same host with another port");
    }

    private static async Task PutAgainAsync(StoreNodes<IKnownServerStore> nodes, CancellationToken cancellationToken)
    {
        var server = Server("there.example.org") with { DiscoveryJson = "{}" };
        await nodes.First.PutServerAsync(server, cancellationToken).ConfigureAwait(false);
        var later = server with
        {
            FirstSeenAt = Samples.Now.AddDays(1),
            LastSeenAt = Samples.Now.AddDays(1),
            SignedSince = Samples.Now.AddDays(1),
            DiscoveryJson = null,
        };
        await nodes.Second.PutServerAsync(later, cancellationToken).ConfigureAwait(false);
        Expect.Equal(later with { FirstSeenAt = Samples.Now }, await FindAsync(nodes, cancellationToken).ConfigureAwait(false), "A server that was met again");
        await nodes.Second.PutServerAsync(later with { SignedSince = null }, cancellationToken).ConfigureAwait(false);
        Expect.Equal(Samples.Now.AddDays(1), (await FindAsync(nodes, cancellationToken).ConfigureAwait(false))?.SignedSince, "The first signature after an unsigned call");
        await nodes.Second.PutServerAsync(later with { FirstSeenAt = Samples.Now.AddDays(-1), SignedSince = Samples.Now.AddDays(-1) }, cancellationToken).ConfigureAwait(false);
        Expect.Equal(
            later with { FirstSeenAt = Samples.Now.AddDays(-1), SignedSince = Samples.Now.AddDays(-1) },
            await FindAsync(nodes, cancellationToken).ConfigureAwait(false),
            "A server with earlier moments");
        await nodes.Second.PutServerAsync(later with { SignedSince = Samples.Now.AddDays(9) }, cancellationToken).ConfigureAwait(false);
        Expect.Equal(Samples.Now.AddDays(-1), (await FindAsync(nodes, cancellationToken).ConfigureAwait(false))?.SignedSince, "The first signature after a later one");
    }

    private static async Task ListedAsync(StoreNodes<IKnownServerStore> nodes, CancellationToken cancellationToken)
    {
        string[] hosts = ["b.example.org", "a.example.org:8443", "a.example.org", "[2001:db8::1]", "c.example.org"];
        foreach (var host in hosts)
        {
            await nodes.First.PutServerAsync(Server(host), cancellationToken).ConfigureAwait(false);
        }

        List<string> seen = [];
        OcmHost? after = null;
        while (seen.Count <= hosts.Length)
        {
            var page = await nodes.Second.ListServersAsync(after, 2, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            Expect.That(page.Count <= 2, "A page must not be longer than was asked for.");
            seen.AddRange(page.Select(server => server.Host.Value));
            after = page[^1].Host;
        }

        Expect.Sequence(hosts.Order(StringComparer.Ordinal), seen, "The servers of all pages");
    }

    private static async Task RaceAsync(StoreNodes<IKnownServerStore> nodes, CancellationToken cancellationToken)
    {
        await Race.RunAsync(async caller =>
        {
            var moment = Samples.Now.AddMinutes((caller * 7) % Race.Callers);
            var server = Server("there.example.org") with { FirstSeenAt = moment, SignedSince = caller % 3 == 0 ? moment : null };
            await nodes.Of(caller).PutServerAsync(server, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        var stored = await FindAsync(nodes, cancellationToken).ConfigureAwait(false);
        Expect.Equal(Samples.Now, stored?.FirstSeenAt, "The earliest meeting");
        Expect.Equal(Samples.Now, stored?.SignedSince, "The earliest signature");
    }

    private static async Task<KnownServer?> FindAsync(StoreNodes<IKnownServerStore> nodes, CancellationToken cancellationToken) =>
        await nodes.First.FindServerAsync(OcmHost.Parse("there.example.org"), cancellationToken).ConfigureAwait(false);

    private static KnownServer Server(string host) => new() { Host = OcmHost.Parse(host), FirstSeenAt = Samples.Now, LastSeenAt = Samples.Now };
}
