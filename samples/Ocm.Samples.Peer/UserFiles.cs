using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.WebDav;

namespace Ocm.Samples.Peer;

/// <summary>The users' own files at <c>/files</c>.</summary>
internal static class UserFiles
{
    public const string Prefix = "/files";

    private static readonly IReadOnlyList<WebDavProperty> Properties = SharePermissions.For(canRead: true, canWrite: true, canShare: true);

    public static void MapUserFiles(this WebApplication app)
    {
        var storage = app.Services.GetRequiredService<UserStorage>();
        var authority = app.Services.GetRequiredService<PeerOptions>().PublicAuthority;
        app.MapWebDav(Prefix, context =>
        {
            var user = context.User.Identity?.Name ?? throw new InvalidOperationException("The endpoint requires a user.");
            return ValueTask.FromResult<WebDavMount?>(WebDavMount.ForFolder(Prefix, storage.Of(user)) with
            {
                CanWrite = true,
                DisplayName = user,
                Properties = Properties,
                Authority = authority,
            });
        }).RequireAuthorization();
    }
}
