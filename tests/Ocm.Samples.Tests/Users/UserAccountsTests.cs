using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Users;

namespace Ocm.Samples.Tests.Users;

internal sealed class UserAccountsTests
{
    private readonly UserAccounts _accounts = new(
    [
        new PeerUserOptions { Name = "alice", Password = "secret", DisplayName = "Alice A.", Email = "a@x.example", Groups = ["staff"], Mfa = true },
        new PeerUserOptions { Name = "bob", Password = "sécrèt" },
        new PeerUserOptions { Name = "nobody", Password = "real" },
    ]);

    [TestCase("alice", "secret", ExpectedResult = "alice")]
    [TestCase("bob", "sécrèt", ExpectedResult = "bob")]
    [TestCase("nobody", "real", ExpectedResult = "nobody")]
    [TestCase("alice", "sécrèt", ExpectedResult = null)]
    [TestCase("alice", "secret ", ExpectedResult = null)]
    [TestCase("alice", "", ExpectedResult = null)]
    [TestCase("ALICE", "secret", ExpectedResult = null)]
    [TestCase("mallory", "secret", ExpectedResult = null)]
    public string? Verify_NameAndPassword_BelongTogetherOrNot(string name, string password)
    {
        var first = _accounts.Verify(name, password)?.Name;
        Assert.That(_accounts.Verify(name, password)?.Name, Is.EqualTo(first), "the remembered answer is the same");
        return first;
    }

    [Test]
    public void Verify_WrongPasswordAfterTheRightOne_IsStillWrong()
    {
        Assert.That(_accounts.Verify("alice", "secret"), Is.Not.Null);
        Assert.That(_accounts.Verify("alice", "wrong"), Is.Null);
        Assert.That(_accounts.Verify("bob", "secret"), Is.Null);
        Assert.That(_accounts.Verify("alice", "secret"), Is.Not.Null);
    }

    [Test]
    public void Find_User_HasWhatWasConfigured()
    {
        var alice = _accounts.Find("alice")!;
        Assert.That((alice.DisplayName, alice.Email, alice.Mfa), Is.EqualTo(("Alice A.", "a@x.example", true)));
        Assert.That(alice.Groups, Is.EqualTo(new[] { "staff" }));
        Assert.That(_accounts.Find("bob")!.DisplayName, Is.EqualTo("bob"));
        Assert.That(_accounts.Find("mallory"), Is.Null);
        Assert.That(_accounts.All.Select(user => user.Name), Is.EquivalentTo(new[] { "alice", "bob", "nobody" }));
    }

    [Test]
    public void ToString_OfAnything_DoesNotShowAPassword()
    {
        Assert.That(new PeerUserOptions { Name = "alice", Password = "secret" }.ToString(), Is.EqualTo("alice"));
        Assert.That(_accounts.Find("alice")!.ToString(), Does.Not.Contain("secret"));
    }
}
