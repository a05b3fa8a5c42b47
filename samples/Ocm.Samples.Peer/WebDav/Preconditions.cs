using Microsoft.Net.Http.Headers;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>The conditions of a request (RFC 9110, section 13; RFC 4918, section 10.4).</summary>
internal sealed class Preconditions
{
    private readonly WebDavResource _resource;
    private readonly HttpRequest _request;
    private readonly IList<EntityTagHeaderValue>? _ifMatch;
    private readonly IList<EntityTagHeaderValue>? _ifNoneMatch;
    private readonly DateTimeOffset? _ifUnmodifiedSince;
    private readonly IfHeader? _if;

    /// <summary>Reads the conditions.</summary>
    /// <exception cref="WebDavProblem">One is malformed (400): to ignore it would be to overwrite what it protects.</exception>
    public Preconditions(HttpRequest request, WebDavResource resource)
    {
        _request = request;
        _resource = resource;
        _ifMatch = ReadTags(request, HeaderNames.IfMatch);
        _ifNoneMatch = ReadTags(request, HeaderNames.IfNoneMatch);
        _ifUnmodifiedSince = request.GetTypedHeaders().IfUnmodifiedSince;
        _if = IfHeader.Read(request);
    }

    /// <summary>Whether all conditions hold for what the request is about (null: nothing is there).</summary>
    public bool HoldFor(StorageEntry? entry) => TagsHoldFor(entry) && IfHoldsFor(entry);

    /// <summary>Whether the If field holds. The other fields of a GET are ASP.NET Core's business.</summary>
    public bool IfHoldsFor(StorageEntry? entry) =>
        _if is null || _if.HoldsFor(resource => resource is null ? entry : FindOther(resource));

    /// <summary>Demands that all conditions hold.</summary>
    /// <exception cref="WebDavProblem">One does not (412).</exception>
    public void Demand(StorageEntry? entry)
    {
        if (!HoldFor(entry))
        {
            throw WebDavProblem.PreconditionFailed();
        }
    }

    private static IList<EntityTagHeaderValue>? ReadTags(HttpRequest request, string field)
    {
        var values = request.Headers[field];
        if (values.Count == 0)
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseStrictList(values, out var tags) && tags.Count > 0
            ? tags
            : throw WebDavProblem.BadRequest($"The {field} field is malformed.");
    }

    private bool TagsHoldFor(StorageEntry? entry)
    {
        var current = entry?.ETag is { } tag ? EntityTagHeaderValue.Parse(tag) : null;
        if (_ifMatch is not null)
        {
            if (!_ifMatch.Any(wanted => Matches(wanted, strong: true)))
            {
                return false;
            }
        }
        else if (_ifUnmodifiedSince is { } since && entry is not null && entry.Modified >= since.AddSeconds(1))
        {
            return false; // the field counts in whole seconds
        }

        return _ifNoneMatch is null || !_ifNoneMatch.Any(unwanted => Matches(unwanted, strong: false));

        bool Matches(EntityTagHeaderValue wanted, bool strong) =>
            wanted.Equals(EntityTagHeaderValue.Any) ? entry is not null : current is not null && wanted.Compare(current, strong);
    }

    private StorageEntry? FindOther(string url) =>
        UrlReference.Parse(url) is { } reference
        && reference.IsOnThisServer(_request, _resource.Mount)
        && _resource.Mount.TryResolve(reference.EncodedPath, out var other)
            ? other?.Find()
            : null;
}
