using System.Runtime.ExceptionServices;
using Ocm.Errors;

namespace Ocm.Client.Access;

/// <summary>Changes what is in a share (RFC 4918, Section 9). Paths and permissions were checked before.</summary>
internal sealed class ResourceWriter(ResourceSession session, OcmAccessOptions options)
{
    internal async ValueTask<OcmResult<RemoteWriteResult>> PutAsync(
        ResourcePath path, Stream content, RemoteWriteOptions how, CancellationToken cancellationToken)
    {
        var start = content.CanSeek ? content.Position : 0;
        var length = how.Length ?? (content.CanSeek ? content.Length - start : null);
        var call = new ResourceCall
        {
            Method = HttpMethod.Put,
            Uri = session.Root.Resolve(path),
            ContentType = how.ContentType ?? "application/octet-stream",
            CanSendAgain = content.CanSeek,
            CreateContent = () =>
            {
                if (content.CanSeek)
                {
                    content.Position = start;
                }

                return new StreamBody(content, length);
            },
        };
        how.Conditions?.AddTo(call.Headers);
        try
        {
            return await SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is { } source)
        {
            // What the network throws has become a failure; this is what the caller's stream threw, wrapped by HttpContent.
            ExceptionDispatchInfo.Throw(source);
            throw;
        }
    }

    internal async ValueTask<OcmResult<OcmUnit>> CreateFolderAsync(ResourcePath path, CancellationToken cancellationToken)
    {
        var call = new ResourceCall { Method = new HttpMethod("MKCOL"), Uri = session.Root.Resolve(path, asFolder: true) };
        var result = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (result.TryGetValue(out _, out var failure))
        {
            return OcmUnit.Value;
        }

        // RFC 4918, Section 9.3.1: MKCOL on something that exists is 405.
        return failure.PeerStatus == 405 ? WebDavFailures.Of(409) with { PeerStatus = 405 } : failure;
    }

    internal async ValueTask<OcmResult<OcmUnit>> DeleteAsync(
        ResourcePath path, RemoteConditions? conditions, CancellationToken cancellationToken)
    {
        var call = new ResourceCall { Method = HttpMethod.Delete, Uri = session.Root.Resolve(path), Timeout = options.TreeTimeout };
        conditions?.AddTo(call.Headers);
        var result = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        return result.TryGetValue(out _, out var failure) ? OcmUnit.Value : failure;
    }

    internal ValueTask<OcmResult<RemoteWriteResult>> TransferAsync(
        string method, ResourcePath from, ResourcePath to, bool overwrite, CancellationToken cancellationToken) =>
        SendAsync(
            new ResourceCall
            {
                Method = new HttpMethod(method),
                Uri = session.Root.Resolve(from),
                Headers = [new("Destination", session.Root.Resolve(to).OriginalString), new("Overwrite", overwrite ? "T" : "F")],
                Timeout = options.TreeTimeout,
            },
            cancellationToken);

    private async ValueTask<OcmResult<RemoteWriteResult>> SendAsync(ResourceCall call, CancellationToken cancellationToken)
    {
        var result = await session.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        // 202: perhaps later. 207: only in part.
        if (!response.IsSuccess || response.StatusCode is 202 or 207)
        {
            return await WebDavFailures.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }

        using (response)
        {
            return new RemoteWriteResult(response.StatusCode == 201) { ETag = ResourceReader.ReadETag(response) };
        }
    }
}
