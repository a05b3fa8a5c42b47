using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Ocm.HttpSignatures.Keys;

/// <summary>The PKCS#8 form of an Ed25519 private key (RFC 8410, section 7), which the BCL does not read.</summary>
internal static class Ed25519Pkcs8
{
    private const string AlgorithmId = "1.3.101.112";

    public static byte[] Write(ReadOnlySpan<byte> seed)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(AlgorithmId);
            }

            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed);
            }
        }

        return writer.Encode();
    }

    /// <summary>Reads the seed. Attributes and a public key behind it are passed over.</summary>
    public static byte[] Read(ReadOnlySpan<byte> pkcs8)
    {
        try
        {
            var document = new AsnReader(pkcs8.ToArray(), AsnEncodingRules.DER);
            var info = document.ReadSequence();
            document.ThrowIfNotEmpty();
            info.TryReadInt32(out var version);
            var algorithm = info.ReadSequence();
            if (version is 0 or 1 && algorithm.ReadObjectIdentifier() is AlgorithmId && !algorithm.HasData)
            {
                var inner = new AsnReader(info.ReadOctetString(), AsnEncodingRules.DER);
                var seed = inner.ReadOctetString();
                inner.ThrowIfNotEmpty();
                return seed;
            }
        }
        catch (AsnContentException)
        {
            // Falls through: the content is a private key's, and its parser's message is nobody's business.
        }

        throw new CryptographicException("The bytes are not an Ed25519 private key in PKCS#8.");
    }
}
