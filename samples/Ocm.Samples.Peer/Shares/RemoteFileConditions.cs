using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Ocm.Client.Access;
using Ocm.Samples.Peer.Api;

namespace Ocm.Samples.Peer.Shares;

/// <summary>Conditions and ranges of a request, passed on to the sending server.</summary>
internal static class RemoteFileConditions
{
    /// <summary>If-Match and If-None-Match, each with one entity tag or "*"; null where there are none.</summary>
    /// <exception cref="ApiProblem">A field is malformed or has several tags.</exception>
    public static RemoteConditions? Read(HttpRequest request)
    {
        var match = Tag(request.Headers.IfMatch, HeaderNames.IfMatch);
        var noneMatch = Tag(request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch);
        return match is null && noneMatch is null ? null : new RemoteConditions { IfMatch = match, IfNoneMatch = noneMatch };
    }

    /// <summary>The one range that is asked for; null for the whole file. What is no such range is ignored (RFC 9110, section 14.2).</summary>
    public static RemoteRange? Range(HttpRequest request)
    {
        // If-Range would need a second answer from the sending server; the whole file is always right.
        if (request.Headers.IfRange.Count > 0
            || !RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header)
            || !header.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || header.Ranges.Count != 1)
        {
            return null;
        }

        var range = header.Ranges.First();
        return range switch
        {
            { From: { } from, To: { } to } => RemoteRange.Of(from, to - from + 1),
            { From: { } from } => RemoteRange.From(from),
            { To: > 0 and { } last } => RemoteRange.LastBytes(last),
            _ => null,
        };
    }

    private static string? Tag(StringValues field, string name)
    {
        if (field.Count == 0)
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseList([.. field.OfType<string>()], out var tags) && tags.Count == 1
            ? tags[0].ToString()
            : throw ApiProblem.BadRequest($"{name} must hold one entity tag, or \"*\".");
    }
}
