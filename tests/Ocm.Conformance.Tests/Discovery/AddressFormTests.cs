using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Parties;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

/// <summary>The forms of an OCM address, as they come with a share.</summary>
internal sealed class AddressFormTests
{
    private static readonly OcmTestServerSettings ManyNames = new()
    {
        Register = ocm => ocm.AddWebDav().AddUserDirectory<OddNames>().AddInMemoryStores(),
    };

    [TestCase("nomen.nescio@example.org")]
    [TestCase("a@b@c")]
    [TestCase("per/son?x#y:z")]
    [TestCase("https://cloud.example/u")]
    [TestCase("Ümläut 例 \U0001F98A")]
    [TestCase("e\u0301")]
    [TestCase("%4Darie")]
    [TestCase("Marie")]
    [TestCase(" marie ")]
    [Property("Requirement", "ADDR-01")]
    [Property("Requirement", "ADDR-02")]
    [Property("Requirement", "ADDR-03")]
    public async Task Shares_IdentifierOfAnyForm_IsThatUserByteForByte(string identifier)
    {
        await using var test = await ServerAndPeer.StartAsync(ManyNames);
        var share = test.Share();
        share["shareWith"] = $"{identifier}@{test.Server.Host}";
        share["sender"] = $"{identifier}@{test.Peer.Host}";
        share["owner"] = $"{identifier}@{test.Peer.Host}";

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        var received = (await test.ReceivedAsync(identifier)).Single();
        Assert.That((received.ShareWith.Identifier, received.Sender.Identifier, received.RecipientIdentifier), Is.EqualTo((identifier, identifier, identifier)));
    }

    [TestCase("MARIE")]
    [TestCase("marie")]
    [TestCase("\u00e9")]
    [TestCase("marie ")]
    [Property("Requirement", "ADDR-02")]
    public async Task Shares_IdentifierThatDiffersInOneByte_IsNobody(string identifier)
    {
        await using var test = await ServerAndPeer.StartAsync(ManyNames);
        var share = test.Share();
        share["shareWith"] = $"{identifier}@{test.Server.Host}";

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "shareWith" }));
    }

    [TestCase("marie")]
    [TestCase("@{host}")]
    [TestCase("marie@")]
    [TestCase("marie@{host}/x")]
    [TestCase("marie@{host}?x")]
    [TestCase("marie@{host}#x")]
    [TestCase("marie@https://{host}")]
    [TestCase("marie@[::1")]
    [TestCase("marie@127.0.0.1:x")]
    [TestCase("marie@127.1")]
    [TestCase("marie@a b")]
    [Property("Requirement", "ADDR-01")]
    [Property("Requirement", "ADDR-03")]
    public async Task Shares_TextThatIsNoAddress_IsRefusedWithTheField(string address)
    {
        await using var test = await ServerAndPeer.StartAsync(ManyNames);
        var share = test.Share();
        share["shareWith"] = address.Replace("{host}", test.Server.Host.Value, StringComparison.Ordinal);

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "shareWith" }));
    }

    [Test]
    [Property("Requirement", "ADDR-04")]
    public async Task Shares_HostInAnotherSpelling_IsTheSameServer()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share["sender"] = share["owner"]!.GetValue<string>().Replace("localhost", "LocalHost", StringComparison.Ordinal);

        var first = await test.PostAsync("/ocm/shares", share);
        var again = await test.PostAsync("/ocm/shares", test.Share());

        Assert.That((first.Status, again.Status), Is.EqualTo((201, 201)), "the same share of the same sender, told again");
        Assert.That((await test.ReceivedAsync()).Single().Sender, Is.EqualTo(test.Recipient));
    }

    /// <summary>Knows everybody but a few, compared byte for byte.</summary>
    private sealed class OddNames : IUserDirectory
    {
        private static readonly string[] Nobody = ["MARIE", "marie", "marie ", "\u00e9"];

        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Nobody.Contains(identifier, StringComparer.Ordinal) ? null : new Party(identifier, identifier));
    }
}
