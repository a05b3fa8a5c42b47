using System.Text;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.Fuzz;

/// <summary>Structured fields, digests, key sets and signature headers.</summary>
internal static class SignatureTargets
{
    private static readonly byte[] Body = "{\"hello\": \"world\"}"u8.ToArray();

    // The key of RFC 9421, B.1.4: public, so that a run can be repeated.
    private static readonly SigningKey Key = LocalSigningKey.ImportPkcs8(
        "https://a.example/ocm#k1", JoseAlgorithms.Ed25519, Convert.FromHexString("302e020100300506032b6570042204209f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5"));

    private static readonly VerificationKey PublicKey = VerificationKey.TryCreate(Key.PublicKey, out var key, out _) ? key : throw new InvalidOperationException();

    internal static FuzzTarget Fields { get; } = new("structured fields", Seeds.Utf8(Seeds.Fields), FieldGarbage.Dictionary, bytes =>
    {
        var text = Encoding.Latin1.GetString(bytes);
        if (StructuredFieldParser.TryParseDictionary(text, out var dictionary))
        {
            var written = StructuredFieldSerializer.Serialize(dictionary);
            Expect(written.Length == 0 || (StructuredFieldParser.TryParseDictionary(written, out var again) && again.Equals(dictionary)));
        }

        if (StructuredFieldParser.TryParseList(text, out var list))
        {
            var written = StructuredFieldSerializer.Serialize(list);
            Expect(written.Length == 0 || (StructuredFieldParser.TryParseList(written, out var again) && again.Equals(list)));
        }

        if (StructuredFieldParser.TryParseItem(text, out var item))
        {
            Expect(StructuredFieldParser.TryParseItem(StructuredFieldSerializer.Serialize(item), out var again) && again.Equals(item));
        }
    })
    { AllocationBase = 128 * 1024, AllocationPerByte = 512 };

    internal static FuzzTarget Digests { get; } = new("content digests", Seeds.Utf8(Seeds.Digests), FieldGarbage.Dictionary, bytes =>
    {
        var lines = Lines(bytes);
        var verdict = ContentDigest.Verify(lines, Body);
        using var verifier = new ContentDigestVerifier(lines);
        verifier.Append(Body.AsSpan(0, 5));
        verifier.Append(Body.AsSpan(5));
        Expect(verifier.GetVerdict() == verdict);
        Expect(ContentDigest.Verify(lines, [1, 2, 3]) != DigestVerdict.Match);
    });

    internal static FuzzTarget KeySets { get; } = new("JWK sets", Seeds.Utf8(Seeds.KeySets), new JsonGarbage(Seeds.Utf8(Seeds.KeySets)).Make, bytes =>
    {
        if (JsonWebKey.TryParse(bytes, out var single))
        {
            _ = single.ToJson();
        }

        if (!JsonWebKeySet.TryParse(bytes, out var set))
        {
            return;
        }

        Expect(JsonWebKeySet.TryParse(set.ToJson(), out var again) && again.Keys.Length == set.Keys.Length && again.Skipped.Length == 0);
        foreach (var jwk in set.Keys)
        {
            Expect(!jwk.IsPrivate && !jwk.IsSymmetric && !string.IsNullOrEmpty(jwk.KeyId));

            // A set keeps a key whose point is on no curve; it then yields no verification key.
            Expect(VerificationKey.TryCreate(jwk, out var usable, out var problem) == (problem == KeyProblem.None));
            Expect(usable is null || (!usable.Verify(Body, new byte[64]) && !usable.Verify(Body, [])));
        }
    })
    { AllocationBase = 256 * 1024, AllocationPerByte = 512 };

    internal static FuzzTarget Headers { get; } = new("signature headers", HeaderSeeds(), Garbage: random => Join(FieldGarbage.Dictionary(random), FieldGarbage.Dictionary(random)), bytes =>
    {
        var cut = Array.IndexOf(bytes, (byte)'\n');
        var (input, signature) = cut < 0 ? (bytes, []) : (bytes[..cut], bytes[(cut + 1)..]);
        var request = new FuzzRequest(Lines(input), Lines(signature));
        if (!SignatureSet.TryParse(request, out var set, out var failure))
        {
            Expect(failure != SignatureFailure.None);
            return;
        }

        _ = set.FindByTag("ocm", out _);
        foreach (var received in set.Signatures)
        {
            _ = received.GetSignatureBytes();
            _ = received.Covers(SignatureComponent.ContentDigest);
            _ = received.Verify(request, PublicKey);
        }
    })
    { AllocationBase = 256 * 1024, AllocationPerByte = 256 };

    internal static IReadOnlyList<FuzzTarget> All { get; } = [Fields, Digests, KeySets, Headers];

    private static byte[] Join(byte[] input, byte[] signature) => [.. input, (byte)'\n', .. signature];

    private static List<byte[]> HeaderSeeds()
    {
        List<byte[]> seeds = [];
        foreach (var components in new[] { OcmComponents, [SignatureComponent.Authority, SignatureComponent.QueryParameter("c"), SignatureComponent.Path] })
        {
            var parameters = new SignatureParameters { Created = 1_700_000_000, KeyId = Key.KeyId, Nonce = "n", Tag = "ocm" };
            var signed = HttpMessageSigner.SignAsync(new FuzzRequest(default, default), components, parameters, Key).AsTask().GetAwaiter().GetResult();
            seeds.Add(Join(Encoding.ASCII.GetBytes(signed.SignatureInput), Encoding.ASCII.GetBytes(signed.Signature)));
        }

        return seeds;
    }

    private static SignatureComponent[] OcmComponents =>
        [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

    private static HeaderLines Lines(byte[] bytes) => bytes.Length == 0 ? default : new HeaderLines(Encoding.Latin1.GetString(bytes));

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("A property does not hold.");
        }
    }

    private sealed class FuzzRequest(HeaderLines signatureInput, HeaderLines signature) : HttpRequestView
    {
        public override string Method => "POST";

        public override string TargetUri => "https://receiver.example.org/ocm/shares?a=b&c=%2F&a=";

        public override HeaderLines GetHeaderLines(string name) => name switch
        {
            "signature-input" => signatureInput,
            "signature" => signature,
            "content-digest" => new HeaderLines(Seeds.Digests[0]),
            "content-length" => new HeaderLines("18"),
            "x-twice" => new HeaderLines(["a=1", "b"]),
            _ => default,
        };
    }
}
