using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;

namespace Ocm.Samples.Peer.Api;

/// <summary>The answers of the local API.</summary>
internal static class ApiResults
{
    public static IResult Json<T>(T body, int status = StatusCodes.Status200OK) =>
        Results.Json(body, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!, statusCode: status);

    public static IResult Created<T>(T body) => Json(body, StatusCodes.Status201Created);

    public static IResult Error(int status, string code, string message) => Json(new ApiError(code, message), status);

    /// <summary>The value of a success.</summary>
    /// <exception cref="ApiProblem">It is a failure.</exception>
    public static T Demand<T>(this OcmResult<T> result) =>
        result.TryGetValue(out var value, out var failure) ? value : throw ApiProblem.Of(failure);

    /// <summary>The value of a successful access to a remote file.</summary>
    /// <exception cref="ApiProblem">It is a failure.</exception>
    public static T DemandAccess<T>(this OcmResult<T> result) =>
        result.TryGetValue(out var value, out var failure) ? value : throw ApiProblem.OfAccess(failure);
}
