using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Ocm.Samples.Peer.Api;

/// <summary>Reads the JSON body of a call: a mistake is a refusal that says what to change.</summary>
internal static class ApiBody
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the body.</summary>
    /// <param name="request">The call.</param>
    /// <param name="type">What the body is.</param>
    /// <param name="whenEmpty">What no body means; null where one is needed.</param>
    /// <exception cref="ApiProblem">It is missing, too long, not JSON, or something else than expected.</exception>
    public static async Task<T> ReadAsync<T>(this HttpRequest request, JsonTypeInfo<T> type, T? whenEmpty = null)
        where T : class
    {
        if (whenEmpty is not null && request.ContentType is null && request.ContentLength is null or 0)
        {
            return whenEmpty;
        }

        if (!request.HasJsonContentType())
        {
            throw new ApiProblem(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body must be JSON: Content-Type: application/json.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted)
                ?? throw ApiProblem.BadRequest("The body must be a JSON object, not null.");
        }
        catch (JsonException e)
        {
            throw ApiProblem.BadRequest(Describe(e));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ApiProblem(e.StatusCode, "too_large", $"The body is longer than {MaxBytes} bytes.");
        }
    }

    // The member, not the serializer's own words, which name types of ours.
    private static string Describe(JsonException e) => e.Path?.Split('.', '[') is ["$", var member, ..]
        ? $"The body is not the JSON that is expected here: look at {member}."
        : "The body is not the JSON that is expected here.";
}
