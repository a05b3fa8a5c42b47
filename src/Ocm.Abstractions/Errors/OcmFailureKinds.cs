namespace Ocm.Errors;

/// <summary>The one table between failure kinds and HTTP statuses.</summary>
public static class OcmFailureKinds
{
    /// <summary>The HTTP status with which a server answers a failure of this kind.</summary>
    /// <param name="kind">The kind of failure.</param>
    /// <returns>A status from 400 to 503; never 500.</returns>
    public static int ToStatusCode(this OcmFailureKind kind) => kind switch
    {
        OcmFailureKind.Invalid => 400,
        OcmFailureKind.Unauthenticated => 401,
        OcmFailureKind.Forbidden or OcmFailureKind.Blocked or OcmFailureKind.MfaRequired => 403,
        OcmFailureKind.NotFound or OcmFailureKind.Ended => 404,
        OcmFailureKind.Conflict => 409,
        OcmFailureKind.TooLarge => 413,
        OcmFailureKind.UnsupportedMediaType => 415,
        OcmFailureKind.RateLimited => 429,
        OcmFailureKind.NotSupported => 501,
        _ => 503,
    };

    /// <summary>The kind of failure that another server's HTTP status means.</summary>
    /// <param name="statusCode">A status outside 200 to 299.</param>
    /// <returns>The kind; redirects and unknown statuses under 400 are <see cref="OcmFailureKind.InvalidResponse"/>.</returns>
    public static OcmFailureKind FromStatusCode(int statusCode) => statusCode switch
    {
        401 => OcmFailureKind.Unauthenticated,
        403 => OcmFailureKind.Forbidden,
        404 or 410 => OcmFailureKind.NotFound,
        408 => OcmFailureKind.Timeout,
        409 => OcmFailureKind.Conflict,
        413 => OcmFailureKind.TooLarge,
        415 => OcmFailureKind.UnsupportedMediaType,
        425 or 503 => OcmFailureKind.Unavailable,
        429 => OcmFailureKind.RateLimited,
        501 => OcmFailureKind.NotSupported,
        >= 400 and < 500 => OcmFailureKind.Invalid,
        >= 500 and < 600 => OcmFailureKind.PeerFailure,
        _ => OcmFailureKind.InvalidResponse,
    };
}
