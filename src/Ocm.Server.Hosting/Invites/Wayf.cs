using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Directories;
using Ocm.Directories;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Server.Peers;
using Ocm.Tokens;

namespace Ocm.Server.Invites;

/// <inheritdoc />
internal sealed class Wayf(
    IInviteStore invites,
    IUserDirectory users,
    IServerDirectory directory,
    IOcmClient client,
    TrustDecision trust,
    OcmServerUris uris,
    TimeProvider time) : IWayf
{
    private const int MaxServerLength = 1024;

    public async ValueTask<OcmResult<WayfPage>> OpenAsync(SecretString token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (await FindOpenAsync(token, cancellationToken).ConfigureAwait(false) is not { } invite
            || await users.FindUserAsync(invite.InviterIdentifier, cancellationToken).ConfigureAwait(false) is not { } inviter)
        {
            return NoInvite();
        }

        var listing = await directory.ListAsync(cancellationToken).ConfigureAwait(false);
        return new WayfPage
        {
            InviterName = inviter.DisplayName,
            ExpiresAt = invite.ExpiresAt,
            Servers = [.. listing.Servers.Where(server => server.Host != uris.Host).OrderBy(server => server.DisplayName, StringComparer.OrdinalIgnoreCase)],
            Services = listing.Services,
            InviteString = new InviteString(token, uris.Host).Encode(),
        };
    }

    public async ValueTask<OcmResult<Uri>> ChooseAsync(SecretString token, string? server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (await FindOpenAsync(token, cancellationToken).ConfigureAwait(false) is null)
        {
            return NoInvite();
        }

        if (!TryReadServer(server, out var host))
        {
            return OcmFailure.Invalid("server", "must be a server such as cloud.example.org");
        }

        if (host == uris.Host)
        {
            return OcmFailure.Invalid("server", "is the server that the invite comes from");
        }

        var question = new TrustQuestion(host, TrustGesture.ReceiveInviteAcceptance);
        if (await trust.RefuseOutgoingAsync(question, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        if (!(await client.DiscoverAsync(host, cancellationToken).ConfigureAwait(false)).TryGetValue(out var discovered, out var failure))
        {
            return failure;
        }

        return discovered.InviteAcceptDialog is { } dialog
            ? Complete(dialog, token)
            : new OcmFailure(OcmFailureKind.NotSupported, "That server has no page on which invites are accepted.");
    }

    private async ValueTask<Invite?> FindOpenAsync(SecretString token, CancellationToken cancellationToken) =>
        await invites.FindInviteAsync(token.Hash(), cancellationToken).ConfigureAwait(false) is { AcceptedAt: null } invite
        && time.GetUtcNow() < invite.ExpiresAt
            ? invite
            : null;

    // What people type: a host, a URL from the address bar without its path, or their own address.
    private static bool TryReadServer(string? text, [NotNullWhen(true)] out OcmHost? host)
    {
        host = null;
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > MaxServerLength)
        {
            return false;
        }

        if (OcmHost.TryParse(text, out host) || DirectoryServer.TryReadUrl(text, out host, out _))
        {
            return true;
        }

        if (!text.Contains("://", StringComparison.Ordinal) && OcmAddress.TryParse(text, out var address))
        {
            host = address.Host;
            return true;
        }

        return false;
    }

    private Uri Complete(Uri dialog, SecretString token)
    {
        var separator = dialog.Query.Length > 1 ? "&" : dialog.Query.Length == 1 ? string.Empty : "?";
        return new Uri($"{dialog.AbsoluteUri}{separator}token={Uri.EscapeDataString(token.Reveal())}&providerDomain={Uri.EscapeDataString(uris.Host.Value)}");
    }

    private static OcmFailure NoInvite() => new(OcmFailureKind.NotFound, "There is no such invite, or it was accepted or has expired.");
}
