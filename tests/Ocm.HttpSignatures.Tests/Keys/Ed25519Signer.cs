using System.Numerics;
using System.Security.Cryptography;

namespace Ocm.HttpSignatures.Tests.Keys;

/// <summary>Makes signatures for the equation of RFC 8032, section 5.1.7, with a public key and a point R of the test's choice.</summary>
internal static class Ed25519Signer
{
    /// <summary>The number h of a signature: SHA-512 of R, A and the data.</summary>
    public static BigInteger Challenge(byte[] r, byte[] publicKey, byte[] data) =>
        new BigInteger(SHA512.HashData([.. r, .. publicKey, .. data]), isUnsigned: true) % EdwardsPoint.Order;

    /// <summary>R and S = r + h * a.</summary>
    public static byte[] Sign(BigInteger secret, BigInteger r, byte[] encodedR, byte[] publicKey, byte[] data) =>
        [.. encodedR, .. EdwardsPoint.Number((r + (Challenge(encodedR, publicKey, data) * secret)) % EdwardsPoint.Order)];

    /// <summary>A number below the order, from a seed.</summary>
    public static BigInteger Scalar(int seed) =>
        new BigInteger(SHA512.HashData(BitConverter.GetBytes(seed)), isUnsigned: true) % EdwardsPoint.Order;
}
