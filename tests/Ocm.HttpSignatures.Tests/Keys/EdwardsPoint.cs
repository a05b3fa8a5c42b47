using System.Numerics;

namespace Ocm.HttpSignatures.Tests.Keys;

/// <summary>
/// The curve of Ed25519 in plain arithmetic, slow and simple, so that tests can make the points and signatures that no
/// honest signer makes (RFC 8032, section 5.1).
/// </summary>
internal readonly record struct EdwardsPoint(BigInteger X, BigInteger Y)
{
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    public static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    private static readonly BigInteger D = Mod(-121665 * Invert(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);

    public static EdwardsPoint Neutral => new(0, 1);

    public static EdwardsPoint Base { get; } = FromY(Mod(4 * Invert(5)), odd: false)!.Value;

    /// <summary>The eight points of small order.</summary>
    public static EdwardsPoint[] SmallOrder { get; } = FindSmallOrder();

    public bool IsOfSmallOrder => 8 * this == Neutral;

    public static EdwardsPoint operator +(EdwardsPoint a, EdwardsPoint b) => Affine(Add((a.X, a.Y, 1), (b.X, b.Y, 1)));

    public static EdwardsPoint operator -(EdwardsPoint point) => point with { X = Mod(-point.X) };

    public static EdwardsPoint operator *(BigInteger factor, EdwardsPoint point)
    {
        var result = (X: BigInteger.Zero, Y: BigInteger.One, Z: BigInteger.One);
        var doubled = (point.X, point.Y, Z: BigInteger.One);
        for (var rest = factor; rest > 0; rest >>= 1)
        {
            result = rest.IsEven ? result : Add(result, doubled);
            doubled = Add(doubled, doubled);
        }

        return Affine(result);
    }

    public static EdwardsPoint? FromY(BigInteger y, bool odd)
    {
        var square = Mod((y * y - 1) * Invert(D * y * y + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (Mod(x * x) != square)
        {
            x = Mod(x * RootOfMinusOne);
        }

        if (Mod(x * x) != square)
        {
            return null;
        }

        return new EdwardsPoint(x.IsEven == odd ? Mod(-x) : x, y);
    }

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode() => Encode(Y, !X.IsEven);

    /// <summary>An encoding of any number of up to 255 bits and any sign, canonical or not.</summary>
    public static byte[] Encode(BigInteger y, bool odd)
    {
        var bytes = Number(y);
        bytes[31] |= odd ? (byte)0x80 : (byte)0;
        return bytes;
    }

    /// <summary>32 bytes, least significant first.</summary>
    public static byte[] Number(BigInteger number)
    {
        var bytes = new byte[32];
        number.ToByteArray(isUnsigned: true).CopyTo(bytes, 0);
        return bytes;
    }

    public static BigInteger Mod(BigInteger number) => ((number % P) + P) % P;

    /// <summary>Adds in projective coordinates, which needs no inversion.</summary>
    private static (BigInteger X, BigInteger Y, BigInteger Z) Add((BigInteger X, BigInteger Y, BigInteger Z) p, (BigInteger X, BigInteger Y, BigInteger Z) q)
    {
        var z = Mod(p.Z * q.Z);
        var x = Mod(p.X * q.X);
        var y = Mod(p.Y * q.Y);
        var product = Mod(D * x * y);
        var f = Mod((z * z) - product);
        var g = Mod((z * z) + product);
        return (Mod(z * f * (((p.X + p.Y) * (q.X + q.Y)) - x - y)), Mod(z * g * (y + x)), Mod(f * g));
    }

    private static EdwardsPoint Affine((BigInteger X, BigInteger Y, BigInteger Z) point)
    {
        var inverse = Invert(point.Z);
        return new EdwardsPoint(Mod(point.X * inverse), Mod(point.Y * inverse));
    }

    private static BigInteger Invert(BigInteger number) => BigInteger.ModPow(Mod(number), P - 2, P);

    private static EdwardsPoint[] FindSmallOrder()
    {
        // A point that the order of the base point does not take to the neutral element leaves a generator of the eight.
        for (BigInteger y = 2; ; y++)
        {
            if (FromY(y, odd: false) is { } point && Order * point is var generator && 4 * generator != Neutral)
            {
                return [.. Enumerable.Range(0, 8).Select(i => i * generator)];
            }
        }
    }
}
