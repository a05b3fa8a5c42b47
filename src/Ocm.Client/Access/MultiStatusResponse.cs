namespace Ocm.Client.Access;

/// <summary>One <c>response</c> of a multi-status answer (RFC 4918, Section 14.24) with the properties that are asked for.</summary>
internal sealed class MultiStatusResponse
{
    /// <summary>The reference; null where there is none, or one longer than is read.</summary>
    internal string? Href { get; set; }

    /// <summary>The status of the resource as a whole; null where it has properties instead.</summary>
    internal int? Status { get; set; }

    /// <summary>The properties that were found: those of <c>propstat</c> elements with status 200.</summary>
    internal DavProperties Properties { get; set; } = new();
}
