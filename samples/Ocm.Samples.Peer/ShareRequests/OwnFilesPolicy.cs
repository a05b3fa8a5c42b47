using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Shares;
using Ocm.Samples.Peer.Storage;
using Ocm.ShareRequests;

namespace Ocm.Samples.Peer.ShareRequests;

/// <summary>
/// Who may ask for what: the owner's contacts for the owner's files, named by path or by their URL at this server. Everybody
/// else is told the same as for a file that does not exist, so that nobody can find out which files there are.
/// </summary>
internal sealed class OwnFilesPolicy(PeerOptions options, IContactStore contacts, UserStorage storage) : IShareRequestPolicy
{
    public async ValueTask<string?> FindResourceAsync(string ownerIdentifier, OcmAddress requester, string share, CancellationToken cancellationToken)
    {
        if (options.ShareRequests == PeerShareRequests.Contacts
            && await contacts.FindContactAsync(ownerIdentifier, requester, cancellationToken) is null)
        {
            return null;
        }

        return ReadPath(share) is { IsRoot: false } path ? SharedResource.Find(storage.Of(ownerIdentifier), path, ownerIdentifier)?.Id : null;
    }

    private StoragePath? ReadPath(string share)
    {
        if (!Uri.TryCreate(share, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return StoragePath.TryParse(share, out var path) ? path : null;
        }

        const string Files = UserFiles.Prefix + "/";
        return url.GetLeftPart(UriPartial.Authority) == options.PublicOrigin.GetLeftPart(UriPartial.Authority)
            && url.AbsolutePath.StartsWith(Files, StringComparison.Ordinal)
            && StoragePath.TryParseEncoded(url.AbsolutePath[Files.Length..], out var own)
            ? own
            : null;
    }
}
