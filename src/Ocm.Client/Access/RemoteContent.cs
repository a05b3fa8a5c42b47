using Ocm.Client.Http;

namespace Ocm.Client.Access;

/// <summary>
/// A file, or a part of one, on its way here. Dispose of it: until then it holds a connection. All of it is the sending
/// side's word; a product that hands it to a browser decides itself how (type, disposition).
/// </summary>
public sealed class RemoteContent : IAsyncDisposable
{
    private readonly PeerStreamingResponse _response;

    internal RemoteContent(PeerStreamingResponse response, Stream stream)
    {
        _response = response;
        Stream = stream;
    }

    /// <summary>
    /// The bytes; read asynchronously. Throws <see cref="OcmStreamException"/> when the sending server falls silent or breaks
    /// off, so that a short file is never taken for a whole one.
    /// </summary>
    public Stream Stream { get; }

    /// <summary>How many bytes <see cref="Stream"/> gives; null where the server does not say.</summary>
    public long? Length { get; internal init; }

    /// <summary>
    /// Whether <see cref="Stream"/> is the part that was asked for. A server may answer a range with the whole file, or with
    /// a part that ends earlier: <see cref="Offset"/> and <see cref="Length"/> tell.
    /// </summary>
    public bool IsPartial { get; internal init; }

    /// <summary>Where in the file <see cref="Stream"/> begins; 0 for the whole file.</summary>
    public long Offset { get; internal init; }

    /// <summary>How long the whole file is; null where the server does not say.</summary>
    public long? TotalLength { get; internal init; }

    /// <summary>Whether the file is still the one named in <see cref="RemoteConditions.IfNoneMatch"/>; <see cref="Stream"/> is then empty.</summary>
    public bool IsNotModified { get; internal init; }

    /// <summary>The entity tag in its wire form; null where the server has none.</summary>
    public string? ETag { get; internal init; }

    /// <summary>When the file was changed last; null where the server does not say.</summary>
    public DateTimeOffset? LastModified { get; internal init; }

    /// <summary>The media type in the sending server's words; null where it does not say.</summary>
    public string? ContentType { get; internal init; }

    /// <summary>Ends the transfer.</summary>
    /// <returns>When it is ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
