using Ocm.Client.Access;

namespace Ocm.Client.Tests.Access;

public sealed class ResourcePathTests
{
    [TestCase("", "", "")]
    [TestCase("a", "a", "a")]
    [TestCase("a/b", "a/b", "b")]
    [TestCase("a/b/", "a/b", "b")]
    [TestCase("a b", "a%20b", "a b")]
    [TestCase("a%2Fb", "a%252Fb", "a%2Fb")]
    [TestCase("%2e%2e", "%252e%252e", "%2e%2e")]
    [TestCase("a?b#c", "a%3Fb%23c", "a?b#c")]
    [TestCase("Zürich/日本.txt", "Z%C3%BCrich/%E6%97%A5%E6%9C%AC.txt", "日本.txt")]
    [TestCase("...", "...", "...")]
    [TestCase("..a", "..a", "..a")]
    [TestCase("a;b=c&d+e@f:g", "a%3Bb%3Dc%26d%2Be%40f%3Ag", "a;b=c&d+e@f:g")]
    [TestCase("😀", "%F0%9F%98%80", "😀")]
    [Property("Requirement", "ACC-06")]
    public void TryParse_Relative_EncodesEachSegmentOnce(string text, string escaped, string name)
    {
        Assert.That(ResourcePath.TryParse(text, out var path), Is.True);
        Assert.That((path!.Escaped, path.Name), Is.EqualTo((escaped, name)));
    }

    [TestCase("/")]
    [TestCase("/a")]
    [TestCase("//a")]
    [TestCase("..")]
    [TestCase("../a")]
    [TestCase("a/..")]
    [TestCase("a/../b")]
    [TestCase("a/..//")]
    [TestCase(".")]
    [TestCase("./a")]
    [TestCase("a//b")]
    [TestCase("a/b//")]
    [TestCase("a\\b")]
    [TestCase("..\\a")]
    [TestCase("a\0b")]
    [TestCase("a\r\nX: y")]
    [TestCase("a\tb")]
    [TestCase("a\u0085b")]
    public void TryParse_CouldClimbOutOrBreakARequest_IsRefused(string text) =>
        Assert.That(ResourcePath.TryParse(text, out _), Is.False);

    [Test]
    public void TryParse_HalfASurrogatePair_IsRefused()
    {
        // Not as test cases: an attribute cannot hold them.
        Assert.That(ResourcePath.TryParse("\ud800", out _), Is.False);
        Assert.That(ResourcePath.TryParse("a\udc00b", out _), Is.False);
    }

    [Test]
    public void TryParse_TooLong_IsRefused()
    {
        Assert.That(ResourcePath.TryParse(new string('a', ResourcePath.MaxLength), out _), Is.True);
        Assert.That(ResourcePath.TryParse(new string('a', ResourcePath.MaxLength + 1), out _), Is.False);
    }
}
