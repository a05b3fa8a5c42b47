using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>Reading a streamed answer of another server failed. The message is ours; nothing of the peer is in it.</summary>
public sealed class OcmStreamException : IOException
{
    /// <summary>An exception for a failure.</summary>
    /// <param name="failure">What went wrong.</param>
    public OcmStreamException(OcmFailure failure)
        : base((failure ?? throw new ArgumentNullException(nameof(failure))).Message)
    {
        Failure = failure;
    }

    /// <summary>What went wrong: Timeout, Unreachable, or InvalidResponse for an answer over the limit.</summary>
    public OcmFailure Failure { get; }
}
