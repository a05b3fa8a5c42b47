using Ocm.Addresses;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Storage;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>Turns what a user asks for into the SDK's gesture: checks each field, and that the user has such a file.</summary>
internal sealed class NewShareReader(UserStorage storage)
{
    private static readonly ProtocolName[] KnownProtocols = [ProtocolName.WebDav, ProtocolName.WebApp, ProtocolName.Ssh, ProtocolName.Embedded];

    /// <summary>Reads a gesture.</summary>
    /// <exception cref="ApiProblem">A field is wrong, or there is no such file.</exception>
    public async Task<NewShare> ReadAsync(NewShareBody body, string user, CancellationToken cancellationToken)
    {
        if (!OcmAddress.TryParse(body.ShareWith, out var shareWith))
        {
            throw ApiProblem.BadRequest("shareWith must be an OCM address such as marie@cloud.example.org.");
        }

        if (body.ShareType is "")
        {
            throw ApiProblem.BadRequest("shareType must be user or group.");
        }

        var terms = ShareTerms.Read(body.Permissions, body.Requirements, body.Expiration, body.Description);
        var protocols = ShareTerms.Choose("protocols", body.Protocols, KnownProtocols);
        var (path, resource) = Find(user, body.Path);
        if (protocols.Contains(ProtocolName.Embedded))
        {
            resource = await resource.AsEmbeddedAsync(storage.Of(user), path, cancellationToken) ?? throw ApiProblem.BadRequest(
                "The protocol embedded carries an RO-Crate: path must be its ro-crate-metadata.json, a JSON object of at most 256 KiB.");
        }

        return Combine(resource, terms, user, shareWith) with
        {
            ShareType = body.ShareType is { } type ? new ShareType(type) : ShareType.User,
            Protocols = protocols,
        };
    }

    /// <summary>Reads the owner's answer to a request for a share.</summary>
    /// <exception cref="ApiProblem">There is no such file any more.</exception>
    public NewShare ReadGrant(ShareTerms terms, string user, string resourceId, OcmAddress requester) =>
        Combine(Find(user, resourceId).Resource, terms, user, requester);

    private (StoragePath Path, SharedResource Resource) Find(string user, string? text)
    {
        if (string.IsNullOrEmpty(text) || !StoragePath.TryParse(text, out var path))
        {
            throw ApiProblem.BadRequest("path must be the path of one of your files or folders, such as reports/2026.txt.");
        }

        return SharedResource.Find(storage.Of(user), path, user) is { } resource
            ? (path, resource)
            : throw ApiProblem.NotFound("You have no such file or folder.");
    }

    private static NewShare Combine(SharedResource resource, ShareTerms terms, string user, OcmAddress shareWith) => new()
    {
        SenderIdentifier = user,
        ShareWith = shareWith,
        ResourceType = resource.Type,
        ResourceId = resource.Id,
        Name = resource.Name,
        Size = resource.Size,
        EmbeddedJson = resource.EmbeddedJson,
        Description = terms.Description,
        Permissions = terms.Permissions,
        Requirements = terms.Requirements,
        ExpiresAt = terms.ExpiresAt,
    };
}
