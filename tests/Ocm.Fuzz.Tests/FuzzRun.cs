using System.Globalization;

namespace Ocm.Fuzz;

/// <summary>Feeds a target with inputs made from a seed, and says which input broke it.</summary>
internal static class FuzzRun
{
    internal const int MaxInputLength = 8 * 1024;

    internal static void Over(FuzzTarget target, int inputs)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OCM_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {inputs} inputs, OCM_FUZZ_SEED={seed}"));
        foreach (var valid in target.Seeds)
        {
            target.Run(valid);
        }

        var mutator = new Mutator(new Random(seed), target);
        var (worst, worstLength) = (0L, 0);
        for (var index = 0; index < inputs; index++)
        {
            var input = mutator.Next();
            var allocated = Feed(target, input, seed, index);
            if (allocated > worst)
            {
                (worst, worstLength) = (allocated, input.Length);
            }

            var bound = target.AllocationBase + ((long)target.AllocationPerByte * input.Length);
            for (var again = 0; allocated > bound && again < 3; again++)
            {
                // What the runtime allocates once, for a type or a path that is new to it, is not the input's doing.
                allocated = Feed(target, input, seed, index);
            }

            if (allocated > bound)
            {
                Assert.Fail(Describe(target, input, seed, index, $"allocated {allocated} bytes"));
            }
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"most allocated: {worst} bytes for an input of {worstLength}"));
    }

    private static long Feed(FuzzTarget target, byte[] input, int seed, int index)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            Assert.Fail(Describe(target, input, seed, index, e.ToString()));
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Describe(FuzzTarget target, byte[] input, int seed, int index, string what) => string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: {what}\nOCM_FUZZ_SEED={seed}, input {index} of {input.Length} bytes in base64: {Convert.ToBase64String(input)}");
}
