using System.Net;
using System.Runtime.ExceptionServices;

namespace Ocm.Client.Http;

/// <summary>
/// The body of an upload. Reports each piece that left, and tells a source that cannot be read (the caller's affair)
/// from a connection that broke.
/// </summary>
internal sealed class UploadContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Action _moved;

    internal UploadContent(HttpContent inner, Action moved)
    {
        _inner = inner;
        _moved = moved;
        foreach (var header in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>What reading the source threw.</summary>
    internal ExceptionDispatchInfo? SourceError { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var target = new UploadStream(stream, _moved);
        try
        {
            await _inner.CopyToAsync(target, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!target.IsBroken && !cancellationToken.IsCancellationRequested)
        {
            // CopyToAsync wraps what the source threw.
            SourceError = ExceptionDispatchInfo.Capture(e is HttpRequestException { InnerException: { } inner } ? inner : e);
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        var known = _inner.Headers.ContentLength;
        length = known ?? 0;
        return known is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
