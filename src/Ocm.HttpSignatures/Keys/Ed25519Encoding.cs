using System.Numerics;

namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// Which encodings of Ed25519 are accepted. RFC 8032 leaves room, and implementations differ in it; here the verdict is
/// ours, and the strict one, whichever implementation computes: public key A and the signature's point R are canonical
/// encodings of points that are not of small order, and the signature's number S is below the order of the base point.
/// Within these bounds both implementations check the equation without cofactor.
/// </summary>
internal static class Ed25519Encoding
{
    public const int KeySize = 32;
    public const int SignatureSize = 64;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Mod(-121665 * BigInteger.ModPow(121666, P - 2, P));

    /// <summary>The order of the base point, L, least significant byte first.</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// <summary>2^255 - 19, the size of the field, least significant byte first.</summary>
    private static ReadOnlySpan<byte> FieldSize =>
    [
        0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ];

    /// <summary>
    /// The y coordinates of the eight points of small order: 0 (order 4), 1 (the neutral element), -1 (order 2), and two
    /// more of order 8, each for two points that differ in the sign of x.
    /// </summary>
    private static ReadOnlySpan<byte> SmallOrderY =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
        0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
        0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ];

    /// <summary>Whether 32 bytes are the canonical encoding of a y coordinate that is not one of a point of small order.</summary>
    public static bool IsAcceptablePoint(ReadOnlySpan<byte> point)
    {
        Span<byte> y = stackalloc byte[KeySize];
        point.CopyTo(y);
        y[^1] &= 0x7f;
        if (!IsBelow(y, FieldSize))
        {
            return false;
        }

        for (var known = SmallOrderY; !known.IsEmpty; known = known[KeySize..])
        {
            if (y.SequenceEqual(known[..KeySize]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether a public key can be used: an acceptable encoding of a point that is on the curve. The latter takes a modular
    /// power of our own, once per key.
    /// </summary>
    public static bool IsAcceptablePublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != KeySize || !IsAcceptablePoint(publicKey))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[KeySize];
        publicKey.CopyTo(bytes);
        bytes[^1] &= 0x7f;
        var y = new BigInteger(bytes, isUnsigned: true);
        var ySquared = Mod(y * y);

        // x^2 = (y^2 - 1) / (d y^2 + 1) has a root exactly when numerator times denominator is a square (Euler).
        var square = Mod((ySquared - 1) * ((D * ySquared) + 1));
        return BigInteger.ModPow(square, (P - 1) / 2, P).IsOne;
    }

    /// <summary>Whether 64 bytes are a signature that is worth computing.</summary>
    public static bool IsAcceptableSignature(ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize && IsBelow(signature[KeySize..], Order) && IsAcceptablePoint(signature[..KeySize]);

    private static bool IsBelow(ReadOnlySpan<byte> number, ReadOnlySpan<byte> bound)
    {
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (number[i] != bound[i])
            {
                return number[i] < bound[i];
            }
        }

        return false;
    }

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
