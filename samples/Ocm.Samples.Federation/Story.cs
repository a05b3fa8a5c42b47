using Ocm.Samples.Federation.Narration;
using Ocm.Samples.Federation.Steps;

namespace Ocm.Samples.Federation;

/// <summary>Sets the stage, plays the steps one after the other, and clears up.</summary>
internal static class Story
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<Step> Steps =>
    [
        new DiscoveryStep(),
        new InviteStep(),
        new ShareStep(),
        new AcceptStep(),
        new ReadStep(),
        new WriteStep(),
        new StreamStep(),
        new RequestStep(),
        new ForgeryStep(),
        new UnshareStep(),
    ];

    public static async Task<StoryReport> PlayAsync(StorySettings settings, Narrator narrator, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.SetAsync(settings, cancellationToken);
        narrator.Introduce(stage);
        List<StepResult> results = [];
        foreach (var step in Steps)
        {
            results.Add(await PlayAsync(step, results.Count + 1, stage, narrator, cancellationToken));
        }

        return new StoryReport(results.TrueForAll(result => result.Passed), results);
    }

    private static async Task<StepResult> PlayAsync(Step step, int number, Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        narrator.Begin(number, step.Title);
        var start = TimeProvider.System.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestStep);
        var (passed, detail) = await TryAsync(step, stage, narrator, limit.Token, cancellationToken);
        var seconds = Math.Round(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 2);
        narrator.End(passed, detail, seconds);
        return new StepResult(number, step.Title, passed, seconds, detail);
    }

    private static async Task<(bool Passed, string Detail)> TryAsync(
        Step step, Stage stage, Narrator narrator, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await step.PlayAsync(stage, narrator, limited));
        }
        catch (StepFailedException e)
        {
            narrator.Messages(stage.Wire.Take());
            return (false, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, $"It took longer than {LongestStep.TotalMinutes} minutes.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            narrator.Messages(stage.Wire.Take());
            return (false, $"{e.GetType().Name}: {e.Message}");
        }
    }
}
