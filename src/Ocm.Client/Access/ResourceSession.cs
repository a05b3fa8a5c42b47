using Ocm.Client.Http;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>
/// Sends the requests to one share: always with a credential, to the share's own authority only, and at most once more
/// after a 401. Redirects are never followed, so that no credential goes elsewhere.
/// </summary>
internal sealed class ResourceSession(
    ReceivedShare share, ResourceRoot root, ShareCredentials credentials, ShareMemory memory, PeerHttpClient http, AccessLog log)
{
    internal ReceivedShare Share => share;

    internal ResourceRoot Root => root;

    internal ShareMemory Memory => memory;

    /// <summary>Makes a request.</summary>
    /// <returns>The answer, whatever its status except 401, to be disposed of; or a failure.</returns>
    internal async ValueTask<OcmResult<PeerStreamingResponse>> SendAsync(ResourceCall call, CancellationToken cancellationToken)
    {
        var first = await credentials.GetAsync(rejected: null, cancellationToken).ConfigureAwait(false);
        if (!first.TryGetValue(out var credential, out var failure))
        {
            return failure;
        }

        var result = await SendOnceAsync(call, credential, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out failure))
        {
            return failure;
        }

        if (response.StatusCode != 401)
        {
            Note(credential, response);
            return response;
        }

        response.Dispose();
        log.CredentialRefused(root.Host, share.Id);
        var second = await credentials.GetAsync(credential, cancellationToken).ConfigureAwait(false);
        if (!second.TryGetValue(out var renewed, out failure))
        {
            return AsRefused(failure);
        }

        return call.CanSendAgain ? await SendAgainAsync(call, renewed, cancellationToken).ConfigureAwait(false) : AccessFailures.BodyNotRepeatable;
    }

    /// <summary>Whether the credential of the next request is one that the sending server took before.</summary>
    internal async ValueTask<OcmResult<OcmUnit>> CheckProvenAsync(CancellationToken cancellationToken)
    {
        var result = await credentials.GetAsync(rejected: null, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var credential, out var failure))
        {
            return failure;
        }

        return string.Equals(credential.Secret.Hash(), memory.Proven, StringComparison.Ordinal) ? OcmUnit.Value : AccessFailures.CredentialRefused;
    }

    private async ValueTask<OcmResult<PeerStreamingResponse>> SendAgainAsync(
        ResourceCall call, ShareCredential credential, CancellationToken cancellationToken)
    {
        var result = await SendOnceAsync(call, credential, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        if (response.StatusCode == 401)
        {
            response.Dispose();
            return AccessFailures.CredentialRefused;
        }

        Note(credential, response);
        return response;
    }

    // A server that failed, or a proxy before it, has not judged the credential.
    private void Note(ShareCredential credential, PeerStreamingResponse response)
    {
        if (response.StatusCode < 500)
        {
            memory.Proven = credential.Secret.Hash();
            memory.TakesBasic = credential.IsBasic;
        }
    }

    private ValueTask<OcmResult<PeerStreamingResponse>> SendOnceAsync(
        ResourceCall call, ShareCredential credential, CancellationToken cancellationToken) =>
        http.SendStreamingAsync(
            new PeerRequest
            {
                Purpose = PeerCall.Resource,
                Method = call.Method,
                Uri = call.Uri,
                Headers = [.. call.Headers, new("Authorization", credential.Header)],
                Body = call.Body,
                CreateContent = call.CreateContent,
                ContentType = call.ContentType,
                MaxResponseBytes = call.MaxResponseBytes,
                Timeout = call.Timeout,
                Redirects = PeerRedirects.None,
            },
            cancellationToken);

    // That no new credential could be had counts as the answer to the request; that it cannot be had just now, as that.
    private static OcmFailure AsRefused(OcmFailure failure) =>
        failure.IsTransient ? failure : AccessFailures.CredentialRefused with { PeerMessage = failure.PeerMessage };
}
