using System.Globalization;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Discovery;

/// <summary>Why a server could not be discovered: each says which step went wrong (DISC-14).</summary>
internal static class DiscoveryFailures
{
    internal static OcmFailure Disabled { get; } = new(
        OcmFailureKind.Disabled, "The other server says that it takes no OCM calls (enabled is false).")
    { Rule = "DISC-19" };

    internal static OcmFailure NotJson { get; } = Invalid("Discovery failed: the answer's content type is not application/json.");

    internal static OcmFailure MalformedJson { get; } = Invalid("Discovery failed: the answer is not a valid JSON object.");

    /// <summary>The document lacks something, or a field is of a wrong type.</summary>
    internal static OcmFailure BadFields(IReadOnlyList<ValidationError> errors) =>
        Invalid($"Discovery failed: {errors[0].Name} {errors[0].Message}.") with { ValidationErrors = errors };

    /// <summary>A URL of the document is refused.</summary>
    internal static OcmFailure BadUrl(string field, string problem) => BadFields([new ValidationError(field, problem)]);

    /// <summary>The answer was no success.</summary>
    internal static OcmFailure Status(PeerResponse response)
    {
        var failure = PeerErrors.ToFailure(response);
        return failure with
        {
            // "Not found" here means that this is no OCM server, not that a share is gone.
            Kind = failure.IsTransient ? failure.Kind : OcmFailureKind.InvalidResponse,
            Message = string.Create(CultureInfo.InvariantCulture, $"Discovery failed: the other server answered with status {response.StatusCode}."),
        };
    }

    /// <summary>The other server was not reached, or not understood as HTTP.</summary>
    internal static OcmFailure Transport(OcmFailure failure) => failure with { Message = $"Discovery failed: {failure.Message}" };

    private static OcmFailure Invalid(string message) => new(OcmFailureKind.InvalidResponse, message) { Rule = "DISC-14" };
}
