using System.Net.Http.Headers;
using Ocm.Errors;

namespace Ocm.Client.Access;

/// <summary>
/// Under which conditions an operation is done (RFC 9110, Section 13). A condition that does not hold is a failure of kind
/// <see cref="OcmFailureKind.Conflict"/> with status 412; for a read with <see cref="IfNoneMatch"/> it is
/// <see cref="RemoteContent.IsNotModified"/>.
/// </summary>
public sealed record RemoteConditions
{
    private const string Any = "*";

    /// <summary>Only where nothing is there yet: <c>If-None-Match: *</c>.</summary>
    public static RemoteConditions OnlyNew { get; } = new() { IfNoneMatch = Any };

    /// <summary>Only where the present entity tag is this one; "*" for anything that exists.</summary>
    /// <exception cref="ArgumentException">The value is neither an entity tag in its wire form nor "*".</exception>
    public string? IfMatch { get; init => field = Checked(value, nameof(IfMatch)); }

    /// <summary>Only where the present entity tag is not this one; "*" for nothing that exists.</summary>
    /// <exception cref="ArgumentException">The value is neither an entity tag in its wire form nor "*".</exception>
    public string? IfNoneMatch { get; init => field = Checked(value, nameof(IfNoneMatch)); }

    /// <summary>Only where nobody changed it since: <c>If-Match</c>.</summary>
    /// <param name="etag">The entity tag, from <see cref="RemoteEntry.ETag"/> or <see cref="RemoteContent.ETag"/>.</param>
    /// <returns>The conditions.</returns>
    public static RemoteConditions Unchanged(string etag)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return new() { IfMatch = etag };
    }

    /// <summary>Only where it has changed since: <c>If-None-Match</c>.</summary>
    /// <param name="etag">The entity tag, from <see cref="RemoteEntry.ETag"/> or <see cref="RemoteContent.ETag"/>.</param>
    /// <returns>The conditions.</returns>
    public static RemoteConditions Changed(string etag)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return new() { IfNoneMatch = etag };
    }

    internal void AddTo(List<KeyValuePair<string, string>> headers)
    {
        if (IfMatch is not null)
        {
            headers.Add(new("If-Match", IfMatch));
        }

        if (IfNoneMatch is not null)
        {
            headers.Add(new("If-None-Match", IfNoneMatch));
        }
    }

    private static string? Checked(string? value, string name) =>
        value is null or Any || EntityTagHeaderValue.TryParse(value, out _)
            ? value
            : throw new ArgumentException("Neither an entity tag in its wire form, quotes included, nor \"*\".", name);
}
