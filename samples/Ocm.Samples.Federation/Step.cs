using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation;

/// <summary>One step of the story.</summary>
internal abstract class Step
{
    /// <summary>What it shows, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>Plays it.</summary>
    /// <returns>What it found, in one line.</returns>
    /// <exception cref="StepFailedException">Something is not as it should be.</exception>
    public abstract Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken);
}
