using Ocm.Errors;

namespace Ocm.Samples.Peer.Api;

/// <summary>A refusal of the local API: thrown where it is found, answered in one place (<see cref="ApiProblemFilter"/>).</summary>
internal sealed class ApiProblem : Exception
{
    private readonly int _status;
    private readonly ApiError _body;

    public ApiProblem(int status, string code, string message)
        : this(status, new ApiError(code, message))
    {
    }

    private ApiProblem(int status, ApiError body)
        : base(body.Message)
    {
        _status = status;
        _body = body;
    }

    public static ApiProblem BadRequest(string message) => new(StatusCodes.Status400BadRequest, "bad_request", message);

    public static ApiProblem NotFound(string message) => new(StatusCodes.Status404NotFound, "not_found", message);

    public static ApiProblem Conflict(string message) => new(StatusCodes.Status409Conflict, "conflict", message);

    /// <summary>
    /// What a failure of the SDK means to the user of this API: what another server refused or broke is a 502 with that
    /// server's status and words; what this server's own rules stopped says which rule.
    /// </summary>
    public static ApiProblem Of(OcmFailure failure) => IsOfPeer(failure)
        ? new ApiProblem(StatusCodes.Status502BadGateway, Body(failure.PeerStatus is null ? CodeOf(failure.Kind) : "peer_refused", failure))
        : new ApiProblem(StatusOf(failure.Kind), Body(CodeOf(failure.Kind), failure));

    /// <summary>
    /// The same for an access to a remote file: where the sending server speaks of the file, its status is passed on,
    /// because that is what a file client acts on.
    /// </summary>
    public static ApiProblem OfAccess(OcmFailure failure) => failure.PeerStatus switch
    {
        403 or 404 or 405 or 409 or 410 or 411 or 412 or 413 or 416 or 423 or 424 or 507 =>
            new ApiProblem(failure.PeerStatus.Value, Body(CodeOf(failure.Kind), failure)),
        null when failure.Kind == OcmFailureKind.Forbidden => new ApiProblem(StatusCodes.Status403Forbidden, Body("forbidden", failure)),
        _ => Of(failure),
    };

    /// <summary>The HTTP status.</summary>
    public int Status => _status;

    public IResult ToResult() => ApiResults.Json(_body, _status);

    private static bool IsOfPeer(OcmFailure failure) => failure.PeerStatus is not null || failure.Kind
        is OcmFailureKind.Unreachable or OcmFailureKind.Timeout or OcmFailureKind.InvalidResponse or OcmFailureKind.PeerFailure
        or OcmFailureKind.Unavailable or OcmFailureKind.Disabled or OcmFailureKind.Unauthenticated or OcmFailureKind.RateLimited;

    private static int StatusOf(OcmFailureKind kind) => kind switch
    {
        OcmFailureKind.Invalid or OcmFailureKind.TooLarge or OcmFailureKind.UnsupportedMediaType => StatusCodes.Status400BadRequest,
        OcmFailureKind.MfaRequired => StatusCodes.Status403Forbidden,
        OcmFailureKind.NotFound or OcmFailureKind.Ended => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };

    private static ApiError Body(string code, OcmFailure failure) => new(code, MessageOf(failure))
    {
        PeerStatus = failure.PeerStatus,
        PeerError = failure.PeerMessage,
    };

    private static string MessageOf(OcmFailure failure)
    {
        var fields = string.Join("; ", failure.ValidationErrors.Select(error => $"{error.Name} {error.Message}"));
        var message = fields.Length == 0 ? failure.Message : failure.PeerStatus is null ? fields : $"{failure.Message} {fields}";
        return failure is { Rule: { } rule, Advertised: { } advertised } ? $"{message} ({rule}; it advertises {advertised})"
            : failure.Rule is null ? message
            : $"{message} ({failure.Rule})";
    }

    private static string CodeOf(OcmFailureKind kind) => kind switch
    {
        OcmFailureKind.Invalid => "bad_request",
        OcmFailureKind.NotFound => "not_found",
        OcmFailureKind.Conflict => "conflict",
        OcmFailureKind.Forbidden => "forbidden",
        OcmFailureKind.NotSupported => "not_supported",
        OcmFailureKind.Blocked => "blocked",
        OcmFailureKind.Ended => "ended",
        OcmFailureKind.MfaRequired => "mfa_required",
        OcmFailureKind.TooLarge => "too_large",
        OcmFailureKind.Unreachable => "peer_unreachable",
        OcmFailureKind.Timeout => "peer_timeout",
        OcmFailureKind.InvalidResponse => "peer_invalid_response",
        OcmFailureKind.Disabled => "peer_disabled",
        _ => "peer_unavailable",
    };
}
