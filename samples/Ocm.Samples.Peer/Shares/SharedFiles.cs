using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.WebDav;
using Ocm.Server.Access;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>
/// What other servers reach of the users' files: <c>/dav/ocm/{providerId}</c>, older ones also
/// at <c>/dav/ocm</c> itself. The SDK finds the share that the request's
/// token opens; the rest is the same WebDAV as for the users themselves, over no more than what is shared.
/// </summary>
internal static class SharedFiles
{
    public const string Path = "/dav/ocm";

    public static void MapSharedFiles(this WebApplication app)
    {
        var storage = app.Services.GetRequiredService<UserStorage>();
        var authority = app.Services.GetRequiredService<PeerOptions>().PublicAuthority;
        app.MapWebDav(Path, context =>
        {
            var access = context.GetOcmShareAccess();
            return ValueTask.FromResult(Mount(access, storage) is { } mount
                ? mount with
                {
                    CanRead = access.CanRead,
                    CanWrite = access.CanWrite,
                    DisplayName = access.Share.Name,
                    Properties = SharePermissions.For(access.CanRead, access.CanWrite, access.Share.Permissions.Contains(Permission.Share)),
                    Authority = authority,
                }
                : null);
        }).RequireOcmShareBelow(Path);
    }

    private static WebDavMount? Mount(OcmShareAccess access, UserStorage storage)
    {
        var share = access.Share;
        if (!StoragePath.TryParse(share.ResourceId, out var path))
        {
            return null;
        }

        try
        {
            var files = storage.Of(share.Owner.Identifier);
            var prefix = access.Prefix!;
            return files.Find(path) switch
            {
                { IsFolder: true } when share.ResourceType != ResourceType.File => WebDavMount.ForFolder(prefix, files.Narrow(path)),
                { IsFolder: false } when share.ResourceType == ResourceType.File => WebDavMount.ForFile(prefix, files, path),

                // Gone, or something else took its name: that was never shared.
                _ => null,
            };
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
