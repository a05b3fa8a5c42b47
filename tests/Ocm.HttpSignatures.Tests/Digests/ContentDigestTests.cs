using System.Security.Cryptography;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;

namespace Ocm.HttpSignatures.Tests.Digests;

public sealed class ContentDigestTests
{
    private static readonly byte[] Body = "{\"hello\": \"world\"}"u8.ToArray();
    private static readonly string Sha256 = Convert.ToBase64String(SHA256.HashData(Body));
    private static readonly string Sha512 = Convert.ToBase64String(SHA512.HashData(Body));
    private static readonly string Wrong256 = Convert.ToBase64String(SHA256.HashData("other"u8));
    private static readonly string Wrong512 = Convert.ToBase64String(SHA512.HashData("other"u8));

    [Test]
    [Property("Requirement", "SIG-05")]
    public void Create_DefaultAndSha512_GiveTheRfcsValues()
    {
        Assert.That(ContentDigest.Create(Body), Is.EqualTo("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"));
        Assert.That(
            ContentDigest.Create(Body, DigestAlgorithm.Sha512),
            Is.EqualTo("sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"));
        Assert.That(() => ContentDigest.Create(Body, (DigestAlgorithm)9), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static IEnumerable<TestCaseData> Fields()
    {
        yield return Case("sha-256", DigestVerdict.Match, $"sha-256=:{Sha256}:");
        yield return Case("sha-512", DigestVerdict.Match, $"sha-512=:{Sha512}:");
        yield return Case("both", DigestVerdict.Match, $"sha-256=:{Sha256}:, sha-512=:{Sha512}:");
        yield return Case("both on two lines", DigestVerdict.Match, $"sha-512=:{Sha512}:", $"sha-256=:{Sha256}:");
        yield return Case("unknown beside", DigestVerdict.Match, $"md5=:AAAA:, sha-256=:{Sha256}:, new-9=::");
        yield return Case("parameters", DigestVerdict.Match, $"sha-256=:{Sha256}:;q=1;x, a=:AA==:;y");
        yield return Case("padding left out", DigestVerdict.Match, $"sha-256=:{Sha256.TrimEnd('=')}:");
        yield return Case("whitespace around", DigestVerdict.Match, $" \tsha-256=:{Sha256}: \t");
        yield return Case("sha-256 wrong", DigestVerdict.Mismatch, $"sha-256=:{Wrong256}:");
        yield return Case("sha-512 wrong", DigestVerdict.Mismatch, $"sha-512=:{Wrong512}:");
        yield return Case("one right, one wrong", DigestVerdict.Mismatch, $"sha-256=:{Sha256}:, sha-512=:{Wrong512}:");
        yield return Case("one wrong, one right", DigestVerdict.Mismatch, $"sha-256=:{Wrong256}:, sha-512=:{Sha512}:");
        yield return Case("only unknown", DigestVerdict.NoneRecognised, "md5=:AAAA:, SHA=:AAAA:".Replace("SHA", "sha", StringComparison.Ordinal));
        yield return Case("empty", DigestVerdict.NoneRecognised, string.Empty);
        yield return Case("missing", DigestVerdict.Missing);
        yield return Case("too short", DigestVerdict.Malformed, "sha-256=:AAAA:");
        yield return Case("one digit too few", DigestVerdict.Malformed, $"sha-256=:{Sha256[..42]}==:");
        yield return Case("sha-512 as sha-256", DigestVerdict.Malformed, $"sha-256=:{Sha512}:");
        yield return Case("sha-256 as sha-512", DigestVerdict.Malformed, $"sha-512=:{Sha256}:");
        yield return Case("twice", DigestVerdict.Malformed, $"sha-256=:{Sha256}:, sha-256=:{Sha256}:");
        yield return Case("twice, first wrong", DigestVerdict.Malformed, $"sha-256=:{Wrong256}:", $"sha-256=:{Sha256}:");
        yield return Case("sha-512 twice", DigestVerdict.Malformed, $"sha-512=:{Sha512}:, sha-512=:{Sha512}:");
        yield return Case("string", DigestVerdict.Malformed, $"sha-256=\"{Sha256}\"");
        yield return Case("unknown is no byte sequence", DigestVerdict.Malformed, $"sha-256=:{Sha256}:, a=1");
        yield return Case("unknown without value", DigestVerdict.Malformed, $"sha-256=:{Sha256}:, a");
        yield return Case("inner list", DigestVerdict.Malformed, $"sha-256=(:{Sha256}:)");
        yield return Case("upper case", DigestVerdict.Malformed, $"SHA-256=:{Sha256}:");
        yield return Case("older form", DigestVerdict.Malformed, $"SHA-256={Sha256}");
        yield return Case("hexadecimal", DigestVerdict.Malformed, $"sha-256={Convert.ToHexStringLower(SHA256.HashData(Body))}");
        yield return Case("trailing comma", DigestVerdict.Malformed, $"sha-256=:{Sha256}:,");
        yield return Case("broken parameter", DigestVerdict.Malformed, $"sha-256=:{Sha256}:;");
        yield return Case("not ASCII", DigestVerdict.Malformed, $"sha-256=:{Sha256}:, ä=:AA==:");
        yield return Case("too long", DigestVerdict.Malformed, $"sha-256=:{Sha256}:;a=\"{new string('x', 200_000)}\"");
        yield return Case("too many", DigestVerdict.Malformed, string.Join(",", Enumerable.Range(0, 1025).Select(i => $"a{i}=::")));
    }

    [TestCaseSource(nameof(Fields))]
    [Property("Requirement", "SIG-12")]
    [Property("Requirement", "SIG-22")]
    public void Verify_Field_GivesTheVerdict(DigestVerdict expected, string[] lines) =>
        Assert.That(ContentDigest.Verify(new HeaderLines(lines), Body), Is.EqualTo(expected));

    [TestCaseSource(nameof(Fields))]
    [Property("Requirement", "SIG-12")]
    public void GetVerdict_BodyInParts_IsThatOfTheWhole(DigestVerdict expected, string[] lines)
    {
        using var verifier = new ContentDigestVerifier(new HeaderLines(lines));
        verifier.Append(Body.AsSpan(0, 5));
        verifier.Append([]);
        verifier.Append(Body.AsSpan(5));

        Assert.That(verifier.GetVerdict(), Is.EqualTo(expected));
    }

    [TestCase(DigestAlgorithm.Sha256)]
    [TestCase(DigestAlgorithm.Sha512)]
    public void GetVerdict_NextBody_BeginsAnew(DigestAlgorithm algorithm)
    {
        using var verifier = new ContentDigestVerifier(new HeaderLines(ContentDigest.Create(Body, algorithm)));
        verifier.Append("wrong"u8);
        Assert.That(verifier.GetVerdict(), Is.EqualTo(DigestVerdict.Mismatch));
        verifier.Append(Body);
        Assert.That(verifier.GetVerdict(), Is.EqualTo(DigestVerdict.Match));
    }

    [Test]
    public void GetVerdict_EmptyBody_Matches()
    {
        using var verifier = new ContentDigestVerifier(new HeaderLines(ContentDigest.Create([])));

        Assert.That(verifier.GetVerdict(), Is.EqualTo(DigestVerdict.Match));
    }

    private static TestCaseData Case(string name, DigestVerdict expected, params string[] lines) =>
        new TestCaseData(expected, lines).SetArgDisplayNames(name);
}
