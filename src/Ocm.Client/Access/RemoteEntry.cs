using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>A file or folder of a received share, as the sending server describes it.</summary>
public sealed record RemoteEntry
{
    /// <summary>The path inside the share, segments joined with "/"; empty for the share's root.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The last segment of <see cref="Path"/>; empty for the share's root, which is called
    /// <see cref="ReceivedShare.Name"/>. Chosen by the sending side: it holds no separator and no control character and
    /// is neither "." nor "..", but it may still be a name that the local file system does not take.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a folder.</summary>
    public required bool IsFolder { get; init; }

    /// <summary>The size in bytes; null for folders and where the server does not say.</summary>
    public long? Size { get; init; }

    /// <summary>The entity tag in its wire form, quotes included (RFC 9110, Section 8.8.3); null where the server has none.</summary>
    public string? ETag { get; init; }

    /// <summary>When it was changed last; null where the server does not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The media type in the sending server's words; null where it does not say or what it says is malformed.</summary>
    public string? ContentType { get; init; }
}
