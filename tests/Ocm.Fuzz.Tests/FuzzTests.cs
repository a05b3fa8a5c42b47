namespace Ocm.Fuzz;

/// <summary>
/// What strangers send is read without an exception and in bounded memory. A short run in every build; the long one with
/// <c>OCM_FUZZ_LONG=1 dotnet test tests/Ocm.Fuzz.Tests --filter TestCategory=LongFuzz</c>. Repeat a run with <c>OCM_FUZZ_SEED</c>.
/// </summary>
public sealed class FuzzTests
{
    private const int Short = 4_000;
    private const int Long = 500_000;

    private static IEnumerable<TestCaseData> Targets => Named([.. MessageTargets.All, .. ToleranceTargets.All, .. TextTargets.All, .. SignatureTargets.All]);

    // Two million inputs over what is read before anybody is authenticated.
    private static IEnumerable<TestCaseData> LongTargets =>
        Named([SignatureTargets.Headers, SignatureTargets.Digests, SignatureTargets.KeySets, MessageTargets.Discovery]);

    [TestCaseSource(nameof(Targets))]
    public void ShortRun_NeitherThrowsNorGrows(object target) => FuzzRun.Over((FuzzTarget)target, Short);

    [TestCaseSource(nameof(LongTargets))]
    [Category("LongFuzz")]
    public void LongRun_NeitherThrowsNorGrows(object target)
    {
        if (Environment.GetEnvironmentVariable("OCM_FUZZ_LONG") != "1")
        {
            Assert.Ignore("Takes minutes; set OCM_FUZZ_LONG=1.");
        }

        FuzzRun.Over((FuzzTarget)target, Long);
    }

    private static IEnumerable<TestCaseData> Named(FuzzTarget[] targets) => targets.Select(target => new TestCaseData(target).SetArgDisplayNames(target.Name));
}
