namespace Ocm.Client.Http;

/// <summary>One call to another server. Holds what is needed to make it again: each attempt is a new message, signed anew.</summary>
internal sealed class PeerRequest
{
    private readonly bool? _isRepeatable;

    /// <summary>What the call is for.</summary>
    internal required PeerCall Purpose { get; init; }

    /// <summary>The method.</summary>
    internal required HttpMethod Method { get; init; }

    /// <summary>Where to; a URI that the policy refuses is a failure of kind Blocked.</summary>
    internal required Uri Uri { get; init; }

    /// <summary>The body; null for none.</summary>
    internal ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The content type of <see cref="Body"/>, with parameters.</summary>
    internal string? ContentType { get; init; }

    /// <summary>Makes the body of an upload, once for each attempt; instead of <see cref="Body"/>.</summary>
    internal Func<HttpContent>? CreateContent { get; init; }

    /// <summary>Further headers of the request or its content.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Completes each attempt's message just before it leaves, for example with a fresh signature or a token.</summary>
    internal Func<HttpRequestMessage, CancellationToken, ValueTask>? Prepare { get; init; }

    /// <summary>
    /// Whether the call may be made again after a transient failure. Without a value: GET, HEAD, OPTIONS and PROPFIND may.
    /// </summary>
    internal bool IsRepeatable
    {
        get => _isRepeatable ?? (CreateContent is null
            && (Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Options || string.Equals(Method.Method, "PROPFIND", StringComparison.Ordinal)));
        init => _isRepeatable = value;
    }

    /// <summary>What to do with redirects.</summary>
    internal PeerRedirects Redirects { get; init; }

    /// <summary>
    /// The largest body of the answer in bytes. Null: <see cref="OcmHttpOptions.MaxResponseBytes"/> for a buffered call, no
    /// limit for a streamed one.
    /// </summary>
    internal long? MaxResponseBytes { get; init; }

    /// <summary>Instead of <see cref="OcmHttpOptions.CallTimeout"/>.</summary>
    internal TimeSpan? Timeout { get; init; }
}
