using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ocm.Server.Discovery;

/// <summary>A public JSON document with an ETag, answered to GET and HEAD.</summary>
internal sealed class DocumentResponse
{
    private readonly byte[] _json;
    private readonly string _contentType;
    private readonly string _cacheControl;
    private readonly string _etag;

    internal DocumentResponse(byte[] json, TimeSpan maxAge, string contentType = "application/json")
    {
        _json = json;
        _contentType = contentType;
        _etag = $"\"{Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, 16))}\"";
        _cacheControl = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"public, max-age={(long)maxAge.TotalSeconds}");
    }

    internal byte[] Json => _json;

    internal Task WriteAsync(HttpContext context)
    {
        var request = context.Request;
        var response = context.Response;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return Pipeline.EndpointAnswer.Error(new Errors.OcmFailure(Errors.OcmFailureKind.Invalid, "Only GET is allowed here."), allow: "GET, HEAD")
                .WriteAsync(response, context.RequestAborted);
        }

        response.Headers.ETag = _etag;
        response.Headers.CacheControl = _cacheControl;
        if (request.Headers.IfNoneMatch.Count > 0 && Matches(request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = _contentType;
        response.ContentLength = _json.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(_json, context.RequestAborted).AsTask();
    }

    private bool Matches(Microsoft.Extensions.Primitives.StringValues header) =>
        EntityTagHeaderValue.TryParseList(header, out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == _etag);
}
