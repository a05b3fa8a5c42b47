using System.Globalization;

namespace Ocm.HttpSignatures.Components;

/// <summary>
/// The view of an outgoing <see cref="HttpRequestMessage"/>: its URI as the HTTP stack sends it, the headers of request
/// and content, <c>Host</c> as it results from the URI when it is not set, and <c>Content-Length</c> of the content.
/// Headers that are added after signing, or by the handler, are not seen.
/// </summary>
public sealed class HttpRequestMessageView : HttpRequestView
{
    private readonly HttpRequestMessage _request;

    /// <summary>A view of a request.</summary>
    /// <param name="request">A request with an absolute http or https URI.</param>
    /// <exception cref="ArgumentException">The request has no absolute http or https URI.</exception>
    public HttpRequestMessageView(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not { IsAbsoluteUri: true, Scheme: "https" or "http" } uri)
        {
            throw new ArgumentException("Only a request with an absolute http or https URI can be signed.", nameof(request));
        }

        _request = request;
        TargetUri = string.Concat(uri.Scheme, "://", Authority(uri), uri.PathAndQuery);
    }

    /// <inheritdoc/>
    public override string Method => _request.Method.Method;

    /// <inheritdoc/>
    public override string TargetUri { get; }

    /// <inheritdoc/>
    public override HeaderLines GetHeaderLines(string name)
    {
        if (_request.Headers.NonValidated.TryGetValues(name, out var values)
            || (_request.Content is { } content && content.Headers.NonValidated.TryGetValues(name, out values)))
        {
            // One line, joined as the HTTP stack will write it.
            return new HeaderLines(values.ToString());
        }

        return name switch
        {
            "host" => new HeaderLines(Authority(_request.RequestUri!)),
            "content-length" => new HeaderLines(_request.Content?.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture)),
            _ => default,
        };
    }

    private static string Authority(Uri uri)
    {
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{uri.Port}");
    }
}
