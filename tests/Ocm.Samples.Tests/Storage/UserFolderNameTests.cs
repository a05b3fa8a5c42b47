using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.Storage;

internal sealed class UserFolderNameTests
{
    [TestCase("alice", "alice")]
    [TestCase("alice.b-c_d@example.org", "alice.b-c_d@example.org")]
    [TestCase("Alice", "%41lice")]
    [TestCase("..", "%2e%2e")]
    [TestCase(".", "%2e")]
    [TestCase("../../etc", "%2e.%2f..%2fetc")]
    [TestCase("a/b\\c", "a%2fb%5cc")]
    [TestCase("a\0b", "a%00b")]
    [TestCase(".hidden.", "%2ehidden%2e")]
    [TestCase("a%2fb", "a%252fb")]
    [TestCase("é", "%c3%a9")]
    [TestCase("con", "%63on")]
    [TestCase("nul.txt", "%6eul.txt")]
    [TestCase("lpt1", "%6cpt1")]
    [TestCase("~root", "%7eroot")]
    public void Encode_AnyName_IsOneSafeFolderName(string user, string expected) =>
        Assert.That(UserFolderName.Encode(user), Is.EqualTo(expected));

    [Test]
    public void Encode_LongNames_StayApartAndShort()
    {
        var first = UserFolderName.Encode(new string('x', 400) + "1");
        var second = UserFolderName.Encode(new string('x', 400) + "2");
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(first, Has.Length.LessThan(200));
    }

    [Test]
    public void Encode_NamesThatDifferInCaseOrEscape_StayApartWhereCaseIsIgnored()
    {
        string[] users = ["alice", "Alice", "ALICE", "%41lice", "a%6cice", "%-" + new string('0', 64)];
        Assert.That(users.Select(UserFolderName.Encode).Distinct(StringComparer.OrdinalIgnoreCase).Count(), Is.EqualTo(users.Length));
    }
}
