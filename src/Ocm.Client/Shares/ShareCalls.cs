using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Client.Shares;

/// <summary><c>POST {endPoint}/shares</c> (draft: Share Creation Notification).</summary>
internal sealed class ShareCalls(PeerApi api, IPeerProfiles profiles, FormMemory forms, LegacyAnswers answers)
{
    internal async Task<OcmResult<ShareCreationResponse>> SendAsync(
        OcmHost receivingServer, ShareCreationNotification share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receivingServer);
        ArgumentNullException.ThrowIfNull(share);
        if (share.ShareWith.Host != receivingServer)
        {
            throw new ArgumentException("The share is for a party at another server.", nameof(share));
        }

        // What others are held to holds for this server too: nothing leaves that they would have to refuse (SHARE-07).
        if (OcmJson.Read<ShareCreationNotification>(OcmJson.Write(share)).Failure is { } malformed)
        {
            return malformed;
        }

        DiscoveredServer? answering = null;
        var (profile, shape) = (PeerProfile.Draft, ShareShape.Draft);
        var result = await PostAsync(other: null).ConfigureAwait(false);
        if (result.Value?.StatusCode is 400 or 501 && MayTakeAnotherForm(profile, share))
        {
            // The document misled: the same share in the other form, once. What the first answer said stands otherwise.
            var other = LegacyMessageWriter.Other(shape);
            var second = await PostAsync(other).ConfigureAwait(false);
            if (second.Value?.IsSuccess == true)
            {
                forms.Shares.Remember(receivingServer, other);
                result = second;
            }
        }

        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        // 201 is the draft's; deployed servers answer 200 too.
        return !response.IsSuccess ? PeerErrors.ToFailure(response)
            : response.StatusCode is 200 or 201 || (response.StatusCode == 204 && answers.AreTakenFrom(answering)) ? answers.Read<ShareCreationResponse>(LegacyMessageKind.ShareAnswer, response, answering)
            : PeerApi.UnexpectedStatus(response);

        Task<OcmResult<PeerResponse>> PostAsync(ShareShape? other) => api.PostForAnyAsync(
            receivingServer,
            "shares",
            peer =>
            {
                answering = peer;
                profile = profiles.Find(peer);
                shape = other ?? ShapeOf(share, forms.Shares.Get(receivingServer, profile.ShareShape));
                return LegacyMessageWriter.Share(share, profile, shape);
            },
            UnsignedCalls.Shares,
            cancellationToken);
    }

    private static bool MayTakeAnotherForm(PeerProfile profile, ShareCreationNotification share) =>
        !profile.IsDraft && share.Protocol.WebDav is not null && ShapeOf(share, ShareShape.Options) == ShareShape.Options;

    // Several protocols go under the name multi only (SHARE-12). The form of 1.0 has no requirements: a share that has some never
    // goes out in it, whatever the other server's document suggests.
    private static ShareShape ShapeOf(ShareCreationNotification share, ShareShape usual) =>
        share.Protocol.Offered().Skip(1).Any() || (usual == ShareShape.Options && share.Protocol.Requirements.Count > 0) ? ShareShape.Multi : usual;
}
