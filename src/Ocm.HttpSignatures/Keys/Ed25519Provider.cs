using Ocm.HttpSignatures.Keys.Interop;

namespace Ocm.HttpSignatures.Keys;

/// <summary>Chooses, once, the implementation of Ed25519: OpenSSL 3 where it can be loaded and computes right, else BouncyCastle.</summary>
internal static class Ed25519Provider
{
    public static IEd25519Provider Current { get; } = Choose();

    private static IEd25519Provider Choose()
    {
        var openSsl = OpenSslEd25519.TryLoad();
        return openSsl is not null && ComputesRight(openSsl) ? openSsl : new BouncyCastleEd25519();
    }

    /// <summary>A libcrypto may lack the algorithm or forbid it, for example in a FIPS configuration: RFC 8032's first test tells.</summary>
    internal static bool ComputesRight(IEd25519Provider provider)
    {
        var seed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        var publicKey = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        var expected = Convert.FromHexString("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        try
        {
            var signature = new byte[Ed25519Encoding.SignatureSize];
            provider.ImportPrivateKey(seed).Sign([], signature);
            return signature.AsSpan().SequenceEqual(expected) && provider.ImportPublicKey(publicKey).Verify([], signature);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
