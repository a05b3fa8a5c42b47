using System.Globalization;
using System.Net.Http.Headers;

namespace Ocm.Client.Access;

/// <summary>The live properties of RFC 4918, Section 15, that are asked for, as texts of the peer.</summary>
internal sealed class DavProperties
{
    private const int MaxContentTypeLength = 256;

    internal bool IsCollection { get; set; }

    internal string? ContentLength { get; set; }

    internal string? ETag { get; set; }

    internal string? LastModified { get; set; }

    internal string? ContentType { get; set; }

    internal void TakeFrom(DavProperties other)
    {
        IsCollection |= other.IsCollection;
        ContentLength ??= other.ContentLength;
        ETag ??= other.ETag;
        LastModified ??= other.LastModified;
        ContentType ??= other.ContentType;
    }

    /// <summary>What is malformed is left out: a listing is still of use without it.</summary>
    internal RemoteEntry ToEntry(string path, string name) => new()
    {
        Path = path,
        Name = name,
        IsFolder = IsCollection,
        Size = !IsCollection && long.TryParse(ContentLength, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null,
        ETag = ReadETag(ETag),
        LastModified = ReadDate(LastModified),
        ContentType = IsCollection ? null : ReadContentType(ContentType),
    };

    internal static string? ReadETag(string? text) => EntityTagHeaderValue.TryParse(text, out var tag) ? tag.ToString() : null;

    internal static string? ReadContentType(string? text) =>
        text is { Length: <= MaxContentTypeLength } && MediaTypeHeaderValue.TryParse(text, out var type) ? type.ToString() : null;

    private static DateTimeOffset? ReadDate(string? text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
