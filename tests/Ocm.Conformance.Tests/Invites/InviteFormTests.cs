using System.Buffers.Text;
using System.Text;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Invites;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Invites;

/// <summary>The forms in which an invite is handed on, made by one server and accepted at another.</summary>
internal sealed class InviteFormTests
{
    [TestCase("canonical")]
    [TestCase("padded")]
    [TestCase("with an @ in the token")]
    [Property("Requirement", "INV-06")]
    public async Task Accept_InviteStringOfEachForm_IsTold(string form)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var token = form == "with an @ in the token" ? "a@token@of-the-peer" : "a-token";
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{token}@{test.Peer.Host}"));
        text = form == "padded" ? text.PadRight((text.Length + 3) / 4 * 4, '=') : text;

        Assert.That(InviteString.TryParse(text, out var invite), Is.True);
        var contact = await test.Server.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", invite!));

        Assert.That(contact.Failure, Is.Null);
        Assert.That(test.SentToPeer(InviteGestures.Path).Single().GetProperty("token").GetString(), Is.EqualTo(token));
    }

    [Test]
    [Property("Requirement", "INV-06"), Property("Forbidden", "INV-06")]
    public async Task Accept_TokenThatNamesAnotherServer_GoesToTheLastOneOnly()
    {
        await using var test = await ServerAndPeer.StartAsync();
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"a-token@{other.Host}@{test.Peer.Host}"));

        Assert.That(InviteString.TryParse(text, out var invite), Is.True);
        await test.Server.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", invite!));

        Assert.That(other.Requests, Is.Empty);
        Assert.That(test.SentToPeer(InviteGestures.Path).Single().GetProperty("token").GetString(), Is.EqualTo($"a-token@{other.Host}"));
    }

    // Of three lengths, two would be padded.
    [TestCase("https://cloud1.example.org")]
    [TestCase("https://cloud12.example.org")]
    [TestCase("https://cloud123.example.org")]
    [Property("Requirement", "INV-06"), Property("Forbidden", "INV-06")]
    public async Task Create_InviteStringOfAnyLength_HasNoPadding(string origin)
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings { Options = options => options.PublicOrigin = new Uri(origin) });
        var invite = (await server.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("albert"))).Value!;

        var text = await server.WithAsync<IInvites, string>(invites => ValueTask.FromResult(invites.ToInviteString(invite).Encode()));

        Assert.That(text, Does.Match("^[A-Za-z0-9_-]+$"));
        Assert.That(InviteString.TryParse(text, out var read), Is.True);
        Assert.That(read, Is.EqualTo(new InviteString(invite.Token, Addresses.OcmHost.FromUri(new Uri(origin)))));
    }

    [Test]
    [Property("Requirement", "INV-06")]
    public async Task Create_InviteString_IsTokenAndServerWithoutPadding()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var invite = await test.InviteAsync("marie");

        var text = await test.Server.WithAsync<IInvites, string>(invites => ValueTask.FromResult(invites.ToInviteString(invite).Encode()));

        Assert.That(text, Does.Match("^[A-Za-z0-9_-]+$"));
        Assert.That(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)), Is.EqualTo($"{invite.Token.Reveal()}@{test.Server.Host}"));
    }

    [TestCase("/wayf", true)]
    [TestCase(null, false)]
    [Property("Requirement", "INV-07")]
    public async Task Create_Link_IsThereWithAWayfPageAndReadAtTheOtherServer(string? wayf, bool hasLink)
    {
        await using var inviting = await OcmTestServer.StartAsync(new OcmTestServerSettings { Options = options => options.WayfPath = wayf });
        await using var accepting = await OcmTestServer.StartAsync();
        var invite = (await inviting.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync("albert"))).Value!;

        var link = await inviting.WithAsync<IInvites, Uri?>(invites => ValueTask.FromResult(invites.ToLink(invite)));

        Assert.That(link is not null, Is.EqualTo(hasLink));
        if (link is not null)
        {
            Assert.That(link.ToString(), Is.EqualTo($"{inviting.Origin}wayf?token={invite.Token.Reveal()}"));
            Assert.That(InviteString.TryParseLink(link.ToString(), out var parsed), Is.True);
            var contact = await accepting.WithAsync<IInvites, OcmResult<Contact>>(invites => invites.AcceptAsync("marie", parsed!));
            Assert.That(contact.Value!.Address, Is.EqualTo(inviting.Address("albert")));
        }
    }
}
