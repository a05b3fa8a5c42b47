using Ocm.Errors;

namespace Ocm.Client.Access;

/// <summary>Carries a failure out of the reading of a listing.</summary>
internal sealed class MultiStatusException(OcmFailure failure) : Exception(failure.Message)
{
    internal OcmFailure Failure { get; } = failure;
}
