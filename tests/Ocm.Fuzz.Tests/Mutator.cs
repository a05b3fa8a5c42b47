namespace Ocm.Fuzz;

/// <summary>Makes inputs: mutated seeds, seeds spliced into each other, and structured garbage.</summary>
internal sealed class Mutator(Random random, FuzzTarget target)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"", "\\", "\\\"", "{", "}", "[", "]", "(", ")", ":", ";", ",", "=", "?1", "?0", "%\"", "@0", "@", "-", "--1", "0", "00", "1e999", "-0", "999999999999999",
            "1000000000000000", "9223372036854775807", "9223372036854775808", "1.0", "1.0000", "null", "true", "false", "NaN", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00",
            "\\u0022", "/", "//", "/*", "../", "%00", "%2e", "*", " ", "  ", "\t", "\n", "\r\n", "\0", "\u007f", "é", "例", "👩", "::", "=:", ":=", "[::1]", "127.0.0.1",
            "ocm", "sig1", "created", "keyid", "tag=\"ocm\"", "sha-256", "sha-512", "\"@method\"", ";req", ";sf", ";bs", ";key=\"a\"", ";name=\"a\"", "Ed25519", "none", "HS256", "d", "k", "kid",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xff], [0xfe], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0x80],
    ];

    internal byte[] Next()
    {
        var input = target.Garbage is { } garbage && random.Next(4) == 0 ? garbage(random) : Seed();
        var bytes = new List<byte>(input);
        for (var edits = random.Next(0, 7); edits > 0; edits--)
        {
            Edit(bytes);
        }

        if (bytes.Count > FuzzRun.MaxInputLength)
        {
            bytes.RemoveRange(FuzzRun.MaxInputLength, bytes.Count - FuzzRun.MaxInputLength);
        }

        return [.. bytes];
    }

    private byte[] Seed() => target.Seeds[random.Next(target.Seeds.Count)];

    private void Edit(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var rest = bytes.Count - at;
        switch (random.Next(9))
        {
            case 0 when rest > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1 when rest > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(rest, random.Next(1, 32)));
                break;
            case 3:
                // A part of the input again, elsewhere: doubled members, keys and labels.
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, Math.Min(rest, random.Next(1, 64))));
                break;
            case 4:
                var other = Seed();
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, random.Next(1, 64))).ToArray());
                break;
            case 5:
                bytes.RemoveRange(at, rest);
                break;
            case 6:
                var piece = Pieces[random.Next(Pieces.Length)];
                bytes.InsertRange(at, Enumerable.Repeat(piece, random.Next(8) == 0 ? random.Next(1, 200) : 1).SelectMany(p => p));
                break;
            default:
                var replaced = Pieces[random.Next(Pieces.Length)];
                bytes.RemoveRange(at, Math.Min(rest, replaced.Length));
                bytes.InsertRange(at, replaced);
                break;
        }
    }
}
