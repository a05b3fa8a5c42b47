using System.Globalization;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Access;

/// <summary>What the statuses of WebDAV mean (RFC 4918, Section 11; RFC 9110, Section 15).</summary>
internal static class WebDavFailures
{
    private const int MaxBody = 4 * 1024;

    /// <summary>The failure that an answer means that is none of the awaited ones. Disposes of the answer.</summary>
    internal static async ValueTask<OcmFailure> ReadAsync(PeerStreamingResponse response, CancellationToken cancellationToken)
    {
        using var _ = response;
        var status = response.StatusCode;
        if (response.IsSuccess)
        {
            return Of(status);
        }

        var body = await response.BufferAsync(MaxBody, cancellationToken).ConfigureAwait(false);
        return body.TryGetValue(out var answer, out var _)
            ? Of(status) with { PeerMessage = PeerErrors.ToFailure(answer).PeerMessage, RetryAfter = answer.RetryAfter }
            : Of(status);
    }

    /// <summary>The failure of a status.</summary>
    internal static OcmFailure Of(int status)
    {
        var (kind, message) = status switch
        {
            207 => (OcmFailureKind.Conflict, "The sending server did only a part of it."),
            >= 200 and < 300 => (OcmFailureKind.InvalidResponse, "The sending server's status does not answer the request."),
            >= 300 and < 400 => (OcmFailureKind.InvalidResponse,
                "The sending server redirects, which is not followed: the share's credential would go along."),
            401 => (OcmFailureKind.Unauthenticated, "The sending server refused the share's credential."),
            403 => (OcmFailureKind.Forbidden, "The sending server does not permit this in the share."),
            404 or 410 => (OcmFailureKind.NotFound, "The file, the folder or the share does not exist at the sending server."),
            405 => (OcmFailureKind.NotSupported, "The sending server does not support this here."),
            409 => (OcmFailureKind.Conflict, "The folder in which it would be does not exist, or something else stands in the way."),
            411 => (OcmFailureKind.Invalid, "The sending server wants the length in advance: RemoteWriteOptions.Length."),
            412 => (OcmFailureKind.Conflict, "The condition does not hold: it was changed, exists already, or is gone."),
            416 => (OcmFailureKind.Invalid, "The range is beyond the end of the file."),
            423 or 424 => (OcmFailureKind.Conflict, "It is locked at the sending server."),
            507 => (OcmFailureKind.TooLarge, "The sending server has no room for it."),
            _ => (OcmFailureKinds.FromStatusCode(status),
                string.Create(CultureInfo.InvariantCulture, $"The sending server answered with status {status}.")),
        };
        return new OcmFailure(kind, message) { PeerStatus = status };
    }
}
