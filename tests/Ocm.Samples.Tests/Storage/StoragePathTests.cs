using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.Storage;

internal sealed class StoragePathTests
{
    private static readonly string[] Refused =
    [
        "..", "a/..", "../a", "a/../b", ".", "a/./b",
        "%2e%2e", "%2E%2E/a", "a/%2e%2e/b", ".%2e", "%2e",
        "a%2fb", "a%2Fb", "..%2f..%2fetc", "%2fetc%2fpasswd",
        "a%5cb", "a\\b", "..\\..\\windows", "%5c%5chost%5cshare",
        "a%00", "a%00.txt", "a\0b", "a%0ab", "a%0d", "%7f", "a%c2%85",
        "%", "a%2", "a%zz", "%u002e",
        "%ff", "%c0%ae%c0%ae", "%c0%af", "%ed%a0%80", "%ef%bf%bf", "%ef%bf%bd",
        ".~peer-0123456789abcdef", ".~PEER-x",
    ];

    private static readonly TestCaseData[] Allowed =
    [
        new("", ""),
        new("/", ""),
        new("a", "a"),
        new("/a/b/", "a/b"),
        new("a//b", "a/b"),
        new("a%20b/c%C3%A9", "a b/cé"),
        new("...", "..."),
        new("..a", "..a"),
        new("a..", "a.."),
        new("%252e%252e", "%2e%2e"),
        new("a%252fb", "a%2fb"),
        new("%F0%9F%98%80", "😀"),
        new("é", "é"),
        new("C%3A", "C:"),
        new("~", "~"),
        new("a%3Fb%23c", "a?b#c"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void TryParseEncoded_PathThatLeavesOrHides_IsRefused(string text) =>
        Assert.That(StoragePath.TryParseEncoded(text, out _), Is.False);

    [TestCaseSource(nameof(Allowed))]
    public void TryParseEncoded_OrdinaryPath_IsTaken(string text, string expected)
    {
        Assume.That(OperatingSystem.IsWindows() && expected.IndexOfAny([':', '?']) >= 0, Is.False, "Not a Windows name.");
        Assert.That(StoragePath.TryParseEncoded(text, out var path), Is.True);
        Assert.That(path!.ToString(), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Allowed))]
    public void ToEncoded_AnyPath_ReadsBackTheSame(string text, string expected)
    {
        Assume.That(StoragePath.TryParseEncoded(text, out var path), Is.True);
        Assert.That(StoragePath.TryParseEncoded(path!.ToEncoded(), out var again), Is.True);
        Assert.That(again, Is.EqualTo(path));
        Assert.That(again!.ToString(), Is.EqualTo(expected));
    }

    [TestCase("a%2e", ExpectedResult = true)]
    [TestCase("..", ExpectedResult = false)]
    [TestCase("a/../../b", ExpectedResult = false)]
    [TestCase("/reports/2026.txt", ExpectedResult = true)]
    [TestCase(null, ExpectedResult = true)]
    public bool TryParse_PlainPath_TakesNoEscapeAndNoUp(string? text) => StoragePath.TryParse(text, out _);

    [Test]
    public void TryParseEncoded_NameLongerThanFileSystemsTake_IsRefused()
    {
        Assert.That(StoragePath.TryParseEncoded(new string('a', 255), out _), Is.True);
        Assert.That(StoragePath.TryParseEncoded(new string('a', 256), out _), Is.False);
        Assert.That(StoragePath.TryParseEncoded(string.Concat(Enumerable.Repeat("é", 128)), out _), Is.False);
    }

    [Test]
    public void TryParseEncoded_TooManyNames_IsRefused() =>
        Assert.That(StoragePath.TryParseEncoded(string.Join('/', Enumerable.Repeat("a", 257)), out _), Is.False);

    [TestCase("..")]
    [TestCase("a/b")]
    [TestCase("")]
    [TestCase("a\0")]
    public void Append_NoSingleName_Throws(string name) =>
        Assert.That(() => StoragePath.Root.Append(name), Throws.ArgumentException);

    [TestCase("a/b/c", "a", ExpectedResult = "b/c")]
    [TestCase("a/b", "a/b", ExpectedResult = "")]
    [TestCase("ab/c", "a", ExpectedResult = null)]
    [TestCase("a", "a/b", ExpectedResult = null)]
    public string? Below_Ancestor_ComparesWholeNames(string path, string ancestor) => Of(path).Below(Of(ancestor))?.ToString();

    [Test]
    public void Equals_SamePath_IsEqualWithSameHash()
    {
        Assert.That(Of("a/b"), Is.EqualTo(Of("/a/b/")));
        Assert.That(Of("a/b").GetHashCode(), Is.EqualTo(Of("/a/b/").GetHashCode()));
        Assert.That(Of("a/b"), Is.Not.EqualTo(Of("a/B")));
    }

    internal static StoragePath Of(string text) =>
        StoragePath.TryParse(text, out var path) ? path : throw new ArgumentException(text, nameof(text));
}
