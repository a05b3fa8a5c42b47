using System.Globalization;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>
/// The properties by which deployed servers learn what a share permits. A server that does not find them guesses.
/// </summary>
public static class SharePermissions
{
    /// <summary>A bit mask: 1 read, 2 update, 4 create, 8 delete, 16 share.</summary>
    public static readonly DavName Mask = new("http://open-collaboration-services.org/ns", "share-permissions");

    /// <summary>A JSON array of <c>share</c>, <c>read</c>, <c>write</c>.</summary>
    public static readonly DavName List = new("http://open-cloud-mesh.org/ns", "share-permissions");

    /// <summary>Letters: R shareable, G readable, D deletable, NV can be renamed and moved, W writable file, CK folder that takes files and folders.</summary>
    public static readonly DavName Letters = new("http://owncloud.org/ns", "permissions");

    /// <summary>The properties for what a mount permits.</summary>
    public static IReadOnlyList<WebDavProperty> For(bool canRead, bool canWrite, bool canShare)
    {
        var names = string.Join(',', new[]
        {
            canShare ? "\"share\"" : null,
            canRead ? "\"read\"" : null,
            canWrite ? "\"write\"" : null,
        }.Where(name => name is not null));
        var list = $"[{names}]";
        var file = MaskOf(isFolder: false);
        var folder = MaskOf(isFolder: true);
        return
        [
            new WebDavProperty(Mask, entry => entry.IsFolder ? folder : file),
            new WebDavProperty(List, _ => list),
            new WebDavProperty(Letters, entry => LettersOf(entry.IsFolder)),
        ];

        string LettersOf(bool isFolder) => (canShare ? "R" : "") + (canRead ? "G" : "") + (canWrite ? isFolder ? "DNVCK" : "DNVW" : "");

        string MaskOf(bool isFolder)
        {
            // Nothing can be created in a file.
            var mask = (canRead ? 1 : 0) + (canWrite ? isFolder ? 2 + 4 + 8 : 2 + 8 : 0) + (canShare ? 16 : 0);
            return mask.ToString(CultureInfo.InvariantCulture);
        }
    }
}
