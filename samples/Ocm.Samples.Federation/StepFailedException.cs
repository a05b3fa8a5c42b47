namespace Ocm.Samples.Federation;

/// <summary>Something is not as the story says. The message is for the reader.</summary>
internal sealed class StepFailedException(string message) : Exception(message)
{
    /// <summary>Throws unless a condition holds.</summary>
    /// <param name="condition">What must be true.</param>
    /// <param name="expectation">What the story says, as in "Bob reads the file".</param>
    public static void Unless(bool condition, string expectation)
    {
        if (!condition)
        {
            throw new StepFailedException($"Not as expected: {expectation}");
        }
    }
}
