using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Conformance.Rig;
using Ocm.Parties;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

/// <summary>The forms of an OCM address, as they come with a share.</summary>
internal sealed class AddressFormTests
{
    private static readonly OcmTestServerSettings EverybodyIsKnown = With<Everybody>();
    private static readonly OcmTestServerSettings TwoAreKnown = With<Two>();

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
        await using var test = await ServerAndPeer.StartAsync(EverybodyIsKnown);
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
    [TestCase("Marie")]
    [TestCase("marie ")]
    [TestCase(" marie")]
    [TestCase("%6Darie")]
    [TestCase("\u00e9")]
    [Property("Requirement", "ADDR-02"), Property("Forbidden", "ADDR-02")]
    public async Task Shares_IdentifierThatDiffersInOneByte_IsNobody(string identifier)
    {
        await using var test = await ServerAndPeer.StartAsync(TwoAreKnown);
        var share = test.Share();
        share["shareWith"] = $"{identifier}@{test.Server.Host}";

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "shareWith" }));
        foreach (var user in Two.Identifiers)
        {
            Assert.That(await test.ReceivedAsync(user), Is.Empty);
        }
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
    [Property("Requirement", "ADDR-01"), Property("Forbidden", "ADDR-01")]
    [Property("Requirement", "ADDR-03"), Property("Forbidden", "ADDR-03")]
    public async Task Shares_TextThatIsNoAddress_IsRefusedWithTheField(string address)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share["shareWith"] = address.Replace("{host}", test.Server.Host.Value, StringComparison.Ordinal);

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "shareWith" }));
        Assert.That(answer.Body, Does.Not.Contain("not at this server").And.Not.Contain("unknown"), "it was not read as the address of somebody else");
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase("192.0.2.1")]
    [TestCase("192.0.2.1:8443")]
    [TestCase("[2001:db8::1]")]
    [TestCase("[2001:db8::1]:8443")]
    [TestCase("cloud.example.org:8443")]
    [TestCase("bücher.example")]
    [Property("Requirement", "ADDR-03")]
    public async Task Shares_HostOfAnyForm_IsThatHost(string host)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.AllowForeignOwners = true });
        var share = test.Share();
        share["owner"] = $"a/b?c#d@e@{host}";

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        var owner = (await test.ReceivedAsync()).Single().Owner;
        Assert.That((owner.Identifier, owner.Host), Is.EqualTo(("a/b?c#d@e", OcmHost.Parse(host))));
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

    private static OcmTestServerSettings With<TUsers>()
        where TUsers : class, IUserDirectory => new() { Register = ocm => ocm.AddWebDav().AddUserDirectory<TUsers>().AddInMemoryStores() };

    private sealed class Everybody : IUserDirectory
    {
        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<Party?>(new Party(identifier, identifier));
    }

    /// <summary>Knows two users, compared byte for byte.</summary>
    private sealed class Two : IUserDirectory
    {
        internal static readonly string[] Identifiers = ["marie", "e\u0301"];

        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Identifiers.Contains(identifier, StringComparer.Ordinal) ? new Party(identifier, identifier) : null);
    }
}
