using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ocm.HttpSignatures.Components;

namespace Ocm.Server.Pipeline;

/// <summary>A request as a signature covers it: the configured public origin and the request line's own path and query.</summary>
internal sealed class AspNetRequestView : HttpRequestView
{
    private readonly HttpRequest _request;

    internal AspNetRequestView(HttpRequest request, string publicOrigin)
    {
        _request = request;
        TargetUri = publicOrigin + PathAndQuery(request);
    }

    public override string Method => _request.Method;

    public override string TargetUri { get; }

    public override HeaderLines GetHeaderLines(string name) => HeaderLinesOf(_request.Headers[name]);

    private static HeaderLines HeaderLinesOf(Microsoft.Extensions.Primitives.StringValues values) => values.Count switch
    {
        0 => default,
        1 => new HeaderLines(values[0]),
        _ => new HeaderLines(values.ToArray()!),
    };

    private static string PathAndQuery(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (raw is { Length: > 0 } && raw[0] == '/')
        {
            return raw;
        }

        // The absolute form, or a test server that has no request line.
        return Uri.TryCreate(raw, UriKind.Absolute, out var uri) ? uri.PathAndQuery : request.PathBase.Add(request.Path).ToUriComponent() + request.QueryString.ToUriComponent();
    }
}
