using System.Net;
using Ocm.Addresses;

namespace Ocm.Client.Http;

/// <summary>Makes the messages of a call.</summary>
internal static class PeerMessages
{
    /// <summary>A new message for one attempt.</summary>
    /// <param name="request">The call.</param>
    /// <param name="uri">Where to: the call's own URI, or where it was redirected.</param>
    /// <param name="userAgent">Our name.</param>
    /// <param name="streamed">Whether the answer is streamed.</param>
    /// <param name="moved">Called for each piece of an upload that left.</param>
    internal static HttpRequestMessage Create(PeerRequest request, Uri uri, string userAgent, bool streamed, Action moved)
    {
        // These calls go to hosts that any stranger may name, once and then from the cache. Their connections are not kept,
        // so that naming many hosts does not pile up sockets.
        var isFirstContact = request.Purpose is PeerCall.Discovery or PeerCall.KeySet;
        var message = new HttpRequestMessage(request.Method, uri)
        {
            Version = isFirstContact ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.ConnectionClose = isFirstContact ? true : null;
        message.Headers.ExpectContinue = false;
        message.Headers.TryAddWithoutValidation("User-Agent", userAgent);

        // Lengths and ranges of a file must be those of its bytes.
        message.Headers.TryAddWithoutValidation("Accept-Encoding", streamed ? "identity" : BodyReader.AcceptedEncodings);

        if (request.CreateContent is not null)
        {
            message.Content = new UploadContent(request.CreateContent(), moved);
        }
        else if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
        }

        if (request.ContentType is not null)
        {
            message.Content?.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        try
        {
            AddHeaders(message, request);
            return message;
        }
        catch (ArgumentException)
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>Whether an answer is a redirect that this call's policy looks at.</summary>
    internal static bool IsFollowed(PeerRequest request, HttpStatusCode status) =>
        request.Redirects == PeerRedirects.SameAuthority
        && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
        && status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>The target of a redirect, if it has the same scheme, host and port.</summary>
    internal static bool TryFollow(Uri from, Uri? location, out Uri target)
    {
        target = from;
        if (location is null || !Uri.TryCreate(from, location, out var next)
            || !string.Equals(next.Scheme, from.Scheme, StringComparison.Ordinal) || next.UserInfo.Length > 0
            || !DestinationPolicy.TryGetHost(next, out var host) || host != OcmHost.FromUri(from))
        {
            return false;
        }

        target = next;
        return true;
    }

    private static void AddHeaders(HttpRequestMessage message, PeerRequest request)
    {
        foreach (var (name, value) in request.Headers)
        {
            if (value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                throw new ArgumentException($"The value of the header {name} holds a line break.", nameof(request));
            }

            if (!message.Headers.TryAddWithoutValidation(name, value) && message.Content?.Headers.TryAddWithoutValidation(name, value) != true)
            {
                throw new ArgumentException($"The header {name} does not fit this request.", nameof(request));
            }
        }
    }
}
