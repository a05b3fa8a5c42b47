using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Server.Pipeline;

/// <summary>What an endpoint answers: a status and a JSON body.</summary>
internal sealed class EndpointAnswer
{
    internal static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(30);

    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    private EndpointAnswer(int statusCode, byte[] body)
    {
        StatusCode = statusCode;
        Body = body;
    }

    internal int StatusCode { get; }

    internal byte[] Body { get; }

    internal TimeSpan? RetryAfter { get; init; }

    internal bool NoStore { get; init; }

    internal string? Allow { get; init; }

    internal OcmFailureKind? Failure { get; init; }

    /// <summary>201 with an empty object: old servers stumble over an empty body.</summary>
    internal static EndpointAnswer Created() => new(StatusCodes.Status201Created, EmptyObject);

    internal static EndpointAnswer Json<T>(int statusCode, T body, bool noStore = false)
        where T : class, IOcmMessage<T> => new(statusCode, OcmJson.Write(body)) { NoStore = noStore };

    internal static EndpointAnswer Raw(int statusCode, byte[] json, bool noStore = false, OcmFailureKind? failure = null) =>
        new(statusCode, json) { NoStore = noStore, Failure = failure };

    internal static EndpointAnswer Error(OcmFailure failure, string? allow = null)
    {
        var status = allow is null ? failure.Kind.ToStatusCode() : StatusCodes.Status405MethodNotAllowed;
        var body = new OcmErrorBody
        {
            Message = failure.Message,
            ValidationErrors = failure.Kind == OcmFailureKind.Invalid && allow is null ? failure.ValidationErrors : null,
        };
        return new EndpointAnswer(status, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body, OcmJsonContext.Default.OcmErrorBody))
        {
            Allow = allow,
            Failure = failure.Kind,
            RetryAfter = failure.RetryAfter ?? (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests ? DefaultRetryAfter : null),
        };
    }

    internal async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCode;
        response.ContentType = "application/json";
        response.ContentLength = Body.Length;
        if (NoStore)
        {
            response.Headers.CacheControl = "no-store";
        }

        if (Allow is not null)
        {
            response.Headers.Allow = Allow;
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(Body, cancellationToken).ConfigureAwait(false);
    }
}
