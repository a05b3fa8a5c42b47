namespace Ocm.Client.Http;

/// <summary>A streamed body with a limit on silence and, where there is one, on length. Asynchronous reading only.</summary>
internal sealed class DownloadStream(Stream inner, TimeSpan idleTimeout, long? limit, TimeProvider timeProvider) : Stream
{
    private CancellationTokenSource? _idle;
    private long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var idle = _idle ??= new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        idle.CancelAfter(idleTimeout);
        int read;
        try
        {
            using var _ = cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), idle);
            read = await inner.ReadAsync(buffer, idle.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new OcmStreamException(PeerFailures.ReadTimedOut);
        }
        catch (Exception e) when (PeerFailures.TryMap(e, out var failure, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new OcmStreamException(failure);
        }

        if (!idle.TryReset())
        {
            idle.Dispose();
            _idle = null;
        }

        _total += read;
        return _total > limit ? throw new OcmStreamException(PeerFailures.TooLarge(limit.Value)) : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read asynchronously: a blocked thread could not be freed from a silent server.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _idle?.Dispose();
        }

        base.Dispose(disposing);
    }
}
