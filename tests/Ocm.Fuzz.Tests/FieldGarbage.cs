using System.Globalization;
using System.Text;

namespace Ocm.Fuzz;

/// <summary>Makes structured fields from their grammar (RFC 9651, Section 3), now and then with a mistake.</summary>
internal static class FieldGarbage
{
    private static readonly string[] Names =
    [
        "ocm", "sig1", "a", "*", "a-b", "created", "expires", "keyid", "nonce", "alg", "tag", "sha-256", "sha-512", "md5", "req", "sf", "bs", "tr", "key", "name",
    ];

    private static readonly string[] Strings =
    [
        "@method", "@target-uri", "@authority", "@scheme", "@path", "@query", "@query-param", "@status", "@signature-params", "content-digest", "content-length", "date",
        "ocm", "https://a.example/ocm#k", "ed25519", "hmac-sha256", "a\\\"b", "a\\\\b", "", "Content-Digest", "x",
    ];

    internal static byte[] Dictionary(Random random)
    {
        var text = new StringBuilder();
        for (var count = random.Next(5); count > 0; count--)
        {
            text.Append(Pick(random, Names));
            if (random.Next(4) > 0)
            {
                text.Append('=');
                Member(text, random);
            }

            Parameters(text, random);
            text.Append(count > 1 ? Pick(random, [",", ", ", " ,\t", ",,"]) : string.Empty);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Member(StringBuilder text, Random random)
    {
        if (random.Next(2) == 0)
        {
            Value(text, random);
            return;
        }

        text.Append('(');
        for (var count = random.Next(6); count > 0; count--)
        {
            text.Append('"').Append(Pick(random, Strings)).Append('"');
            Parameters(text, random);
            text.Append(count > 1 ? Pick(random, [" ", "  ", "\t", string.Empty]) : string.Empty);
        }

        text.Append(')');
    }

    private static void Parameters(StringBuilder text, Random random)
    {
        for (var count = random.Next(4); count > 0; count--)
        {
            text.Append(Pick(random, [";", "; ", " ;"])).Append(Pick(random, Names));
            if (random.Next(5) > 0)
            {
                text.Append('=');
                Value(text, random);
            }
        }
    }

    private static void Value(StringBuilder text, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                text.Append(random.NextInt64(-1_000_000_000_000_001, 1_000_000_000_000_001).ToString(CultureInfo.InvariantCulture));
                break;
            case 1:
                text.Append((random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) / 1000m).ToString(CultureInfo.InvariantCulture));
                break;
            case 2:
                text.Append('"').Append(Pick(random, Strings)).Append('"');
                break;
            case 3:
                text.Append(Pick(random, ["token", "*", "a/b:c", "T~", "A"]));
                break;
            case 4:
                var bytes = new byte[random.Next(70)];
                random.NextBytes(bytes);
                text.Append(':').Append(Convert.ToBase64String(bytes)).Append(':');
                break;
            case 5:
                text.Append(Pick(random, ["?0", "?1", "?2", "?"]));
                break;
            case 6:
                text.Append('@').Append(random.NextInt64(-10_000_000_000, 10_000_000_000).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(Pick(random, ["%\"a%c3%bcb\"", "%\"%ff\"", "%\"%C3\"", "%\"\"", "%\"%ed%a0%80\""]));
                break;
        }
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
