using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>An attempt with the answer that it brought.</summary>
internal sealed class PeerAttempt<T> : PeerAttempt
    where T : class
{
    internal T? Answer { get; init; }

    internal OcmResult<T> Result => Answer is null ? Failure! : Answer;

    internal static PeerAttempt<T> HeldBack(OcmFailure failure) =>
        new() { Failure = failure, RetryAfter = failure.RetryAfter, WasSent = false };

    internal static PeerAttempt<T> Failed(OcmFailure failure, bool mayPass) => new() { Failure = failure, MayPass = mayPass };
}
