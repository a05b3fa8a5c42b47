using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Ocm;

/// <summary>Runs FsCheck properties with a printed seed; set <c>OCM_TEST_SEED</c> to repeat a run.</summary>
internal static class Seeded
{
    internal static void Check<T>(Gen<T> values, Func<T, bool> property, int runs = 500)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("OCM_TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed: OCM_TEST_SEED={seed}"));
        var replay = new Replay(new Rnd(seed), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(FSharpOption<Replay>.Some(replay));
        FsCheck.Check.One(config, Prop.ForAll(Arb.From(values), property));
    }
}
