using System.Globalization;
using System.Text;
using Ocm.Addresses;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Contacts;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.Parties;

/// <summary>Which servers may say that a user is gone whose name is known at many: the right one is heard, and few are asked for keys.</summary>
[Property("Requirement", "NOTIF-02")]
[Property("Requirement", "NOTIF-05")]
internal sealed class RemovedUserServersTests
{
    private const string Removed = """{"notificationType":"USER_REMOVED","resourceType":"user","providerId":"admin"}""";

    [Test]
    public async Task UserRemoved_OfANameThatIsKnownAtManyServers_IsHeardFromItsOwn()
    {
        await using var test = await ServerAndPeer.StartAsync();
        for (var port = 10_001; port <= 10_040; port++)
        {
            await AddAsync(test, OcmHost.Parse(string.Create(CultureInfo.InvariantCulture, $"localhost:{port}")));
        }

        await AddAsync(test, test.Peer.Host);

        var answer = await test.PostAsync("/ocm/notifications", Removed);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(40).And.None.Property(nameof(Contact.Address)).Property(nameof(OcmAddress.Host)).EqualTo(test.Peer.Host));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task UserRemoved_WithAStrangersSignature_AsksEightServersForKeysAtMost(bool namesAContact)
    {
        await using var test = await ServerAndPeer.StartAsync();
        List<FakePeer> peers = [];
        try
        {
            for (var i = 0; i < 12; i++)
            {
                peers.Add(await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" }));
                await AddAsync(test, peers[^1].Host);
            }

            var key = namesAContact ? LocalSigningKey.Generate($"{peers[^1].Origin}/ocm#key") : null;
            using var request = await test.Peer.CreateSignedPostAsync(test.Uri("/ocm/notifications"), Encoding.UTF8.GetBytes(Removed), "application/json", key);
            var answer = await test.SendAsync(request, body: null);

            Assert.That(answer.Status, Is.EqualTo(401));
            Assert.That(peers.Count(peer => peer.Requests.Count > 0), Is.EqualTo(8));
            Assert.That(peers[^1].Requests, namesAContact ? Is.Not.Empty : Has.Count.GreaterThanOrEqualTo(0));
            Assert.That(await test.ContactsAsync("marie"), Has.Count.EqualTo(12));
        }
        finally
        {
            foreach (var peer in peers)
            {
                await peer.DisposeAsync();
            }
        }
    }

    private static ValueTask<bool> AddAsync(ServerAndPeer test, OcmHost host) => test.Server.WithAsync<IContacts, bool>(async contacts =>
    {
        await contacts.PutAsync(new Contact
        {
            UserIdentifier = "marie",
            Address = new OcmAddress("admin", host),
            Source = ContactSource.DirectEntry,
            AddedAt = TimeProvider.System.GetUtcNow(),
        });
        return true;
    });
}
