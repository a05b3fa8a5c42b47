using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>The methods: what each needs to be permitted, who does it, and where it makes sense.</summary>
internal static class WebDavMethods
{
    private static readonly Dictionary<string, Method> Table = new(StringComparer.Ordinal)
    {
        ["OPTIONS"] = new(Reads: false, Writes: false, ReadMethods.OptionsAsync),
        ["GET"] = new(Reads: true, Writes: false, ReadMethods.GetAsync),
        ["HEAD"] = new(Reads: true, Writes: false, ReadMethods.GetAsync),
        ["PROPFIND"] = new(Reads: true, Writes: false, PropertyMethods.FindAsync),
        ["PROPPATCH"] = new(Reads: false, Writes: true, PropertyMethods.PatchAsync),
        ["PUT"] = new(Reads: false, Writes: true, WriteMethods.PutAsync),
        ["DELETE"] = new(Reads: false, Writes: true, WriteMethods.DeleteAsync),
        ["MKCOL"] = new(Reads: false, Writes: true, WriteMethods.MakeFolderAsync),
        ["COPY"] = new(Reads: true, Writes: true, TransferMethods.CopyAsync),
        ["MOVE"] = new(Reads: false, Writes: true, TransferMethods.MoveAsync),
    };

    /// <summary>A method.</summary>
    /// <param name="Reads">Whether it shows content or properties.</param>
    /// <param name="Writes">Whether it changes anything.</param>
    /// <param name="InvokeAsync">What it does.</param>
    internal sealed record Method(bool Reads, bool Writes, Func<WebDavCall, Task<IResult>> InvokeAsync);

    public static Method? Find(string name) => Table.GetValueOrDefault(name);

    /// <summary>The Allow field: what makes sense for what is there, as far as the mount permits it.</summary>
    public static string Allowed(WebDavResource resource, StorageEntry? entry)
    {
        string[] names = entry switch
        {
            null => ["OPTIONS", "PUT", "MKCOL"],
            { IsFolder: true } => ["OPTIONS", "PROPFIND", "PROPPATCH", "DELETE", "COPY", "MOVE"],
            _ => ["OPTIONS", "GET", "HEAD", "PROPFIND", "PROPPATCH", "PUT", "DELETE", "COPY", "MOVE"],
        };
        return string.Join(", ", names.Where(name =>
            Permits(resource.Mount, Table[name]) && !(resource.IsTop && name is "DELETE" or "MOVE")));
    }

    public static bool Permits(WebDavMount mount, Method method) =>
        (mount.CanRead || !method.Reads) && (mount.CanWrite || !method.Writes);
}
