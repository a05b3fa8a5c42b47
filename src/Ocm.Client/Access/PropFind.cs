using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Access;

/// <summary>Asks for the properties of a resource, and of what is directly in it (RFC 4918, Section 9.1).</summary>
internal sealed class PropFind(ResourceSession session, OcmAccessOptions options, AccessLog log, TimeProvider timeProvider)
{
    private static readonly HttpMethod Method = new("PROPFIND");

    private static ReadOnlyMemory<byte> Body { get; } =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getetag/><getlastmodified/><getcontenttype/></prop></propfind>
        """u8.ToArray();

    /// <summary>Makes the request.</summary>
    /// <param name="path">What is asked about.</param>
    /// <param name="children">Whether also what is in it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async ValueTask<OcmResult<RemoteListing>> SendAsync(ResourcePath path, bool children, CancellationToken cancellationToken)
    {
        var call = new ResourceCall
        {
            Method = Method,
            Uri = session.Root.Resolve(path, asFolder: children),
            Headers = [new("Depth", children ? "1" : "0"), new("Accept", "application/xml, text/xml")],
            Body = Body,
            ContentType = "application/xml; charset=utf-8",
            MaxResponseBytes = options.MaxListingBytes,
        };
        var result = await session.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        if (response.StatusCode != 207)
        {
            return await WebDavFailures.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }

        session.Memory.Reach = ResourceReach.WebDav;
        using (response)
        {
            return await ReadAsync(response, path, children, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<OcmResult<RemoteListing>> ReadAsync(
        PeerStreamingResponse response, ResourcePath path, bool children, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ListingTimeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var stream = await response.OpenAsync(linked.Token).ConfigureAwait(false);
            await using var _ = stream.ConfigureAwait(false);
            using var reader = new MultiStatusReader(stream, options);

            // The XML reader takes no token; a read that waits is ended by closing its connection.
            using var abort = linked.Token.UnsafeRegister(static r => ((PeerStreamingResponse)r!).Dispose(), response);
            return await CollectAsync(reader, path, children, linked.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            return AccessFailures.SlowListing;
        }
        catch (MultiStatusException e)
        {
            return e.Failure with { PeerStatus = response.StatusCode };
        }
        catch (OcmStreamException e)
        {
            return e.Failure with { PeerStatus = response.StatusCode };
        }
    }

    private async ValueTask<OcmResult<RemoteListing>> CollectAsync(
        MultiStatusReader reader, ResourcePath path, bool children, CancellationToken cancellationToken)
    {
        RemoteEntry? folder = null;
        List<RemoteEntry> entries = [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = 0;
        var dropped = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
        {
            // One more than the limit: the folder itself.
            if (seen++ > options.MaxListingEntries)
            {
                return AccessFailures.LongListing;
            }

            string? name = null;
            var relation = item.Href is null ? HrefRelation.Other : session.Root.Relate(item.Href, path, out name);
            if (relation == HrefRelation.Self && folder is null)
            {
                if (item.Status is not (null or 200))
                {
                    return WebDavFailures.Of(item.Status.Value);
                }

                folder = item.Properties.ToEntry(path.Text, path.Name);
            }
            else if (relation == HrefRelation.Child && children && item.Status is null or 200 && names.Add(name!))
            {
                entries.Add(item.Properties.ToEntry(path.Join(name!), name!));
            }
            else
            {
                dropped++;
            }
        }

        if (folder is null)
        {
            return AccessFailures.IncompleteListing;
        }

        if (dropped > 0)
        {
            log.EntriesDropped(session.Root.Host, session.Share.Id, dropped);
        }

        return children && !folder.IsFolder
            ? AccessFailures.NotAFolder
            : new RemoteListing(folder, entries) { DroppedEntries = dropped };
    }
}
