using Microsoft.AspNetCore.Diagnostics;
using Ocm.Errors;

namespace Ocm.Samples.Peer.Api;

/// <summary>A body for every refusal that has none yet.</summary>
internal static class PeerErrors
{
    private const string RetryAfterSeconds = "5";

    /// <summary>What is left over: a store that is away for the moment, or a mistake in this program.</summary>
    public static Task WriteExceptionAsync(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is not StoreUnavailableException)
        {
            return WriteAsync(context, StatusCodes.Status500InternalServerError);
        }

        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
    }

    public static Task WriteAsync(HttpContext context, int status)
    {
        var (code, message) = status switch
        {
            400 => ("bad_request", "The request is malformed."),
            401 => ("unauthorized", "A user name and password are needed."),
            403 => ("forbidden", "This is not permitted."),
            404 => ("not_found", "There is nothing here."),
            405 => ("method_not_allowed", "This method is not supported here."),
            413 => ("too_large", "The body is too long."),
            415 => ("unsupported_media_type", "The content type is not supported here."),
            429 => ("too_many_requests", "Too many requests; try again later."),
            503 => ("unavailable", "The server cannot read or store anything at the moment; try again later."),
            >= 500 => ("server_error", "The server failed."),
            _ => ("refused", "The request was refused."),
        };
        return Results.Json(new ApiError(code, message), ApiJson.Default.ApiError, statusCode: status).ExecuteAsync(context);
    }
}
