using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>Carries a failure out of the callbacks of the HTTP handler, which can only throw.</summary>
/// <param name="failure">What went wrong.</param>
/// <param name="mayPass">Whether trying again within the same call makes sense.</param>
internal sealed class PeerConnectException(OcmFailure failure, bool mayPass = false) : IOException(failure.Message)
{
    internal OcmFailure Failure { get; } = failure;

    internal bool MayPass { get; } = mayPass;
}
