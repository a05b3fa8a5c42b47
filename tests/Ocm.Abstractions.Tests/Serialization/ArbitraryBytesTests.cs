using System.Globalization;
using System.Text;

namespace Ocm.Serialization;

public sealed class ArbitraryBytesTests
{
    private const int RunsPerMessage = 4000;

    private static readonly byte[] Awkward = "\"{}[]:,\\0\u0001ue-+."u8.ToArray();

    [Test]
    public void Read_MutatedMessages_NeverThrow()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OCM_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed: OCM_TEST_SEED={seed}"));
        var random = new Random(seed);
        foreach (var (message, example) in Message.All)
        {
            var original = Encoding.UTF8.GetBytes(example);
            for (var run = 0; run < RunsPerMessage; run++)
            {
                var bytes = Mutate(random, original);
                try
                {
                    if (message.Read(bytes) is null)
                    {
                        // What is taken can also be written, and is taken again.
                        Assert.That(message.Read(message.Rewrite(bytes)), Is.Null);
                    }
                }
                catch (Exception e) when (e is not AssertionException)
                {
                    Assert.Fail($"{message.Name}: {e.GetType().Name} for {Convert.ToBase64String(bytes)}");
                }
            }
        }
    }

    private static byte[] Mutate(Random random, byte[] original)
    {
        var bytes = original.ToList();
        for (var edits = random.Next(1, 6); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                case 3:
                    bytes.Insert(at, Awkward[random.Next(Awkward.Length)]);
                    break;
                default:
                    bytes.InsertRange(at, "\\ud800"u8.ToArray());
                    break;
            }
        }

        return [.. bytes];
    }
}
