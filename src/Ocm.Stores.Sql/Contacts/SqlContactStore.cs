using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Invites;
using Ocm.Stores.Sql.Invites;

namespace Ocm.Stores.Sql.Contacts;

/// <summary>Address books, invites and their acceptances in a SQL database.</summary>
internal sealed class SqlContactStore(SqlStoreHost host) : IContactStore, IInviteStore, IInviteAcceptanceStore
{
    public async ValueTask PutContactAsync(Contact contact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contact);
        await host.WriteAsync(
            SqlWrite.Statement,
            async (session, token) =>
            {
                await SqlContacts.PutAsync(session, contact, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Contact?> FindContactAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return host.ReadAsync((session, token) => SqlContacts.FindAsync(session, userIdentifier, address, token), cancellationToken);
    }

    public ValueTask<IReadOnlyList<Contact>> ListContactsAsync(
        string userIdentifier, OcmAddress? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return host.ReadAsync((session, token) => SqlContacts.ListAsync(session, userIdentifier, after, limit, token), cancellationToken);
    }

    public ValueTask<IReadOnlyList<Contact>> ListContactsOfAsync(OcmAddress address, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return host.ReadAsync((session, token) => SqlContacts.ListOfAsync(session, address, limit, token), cancellationToken);
    }

    public ValueTask<IReadOnlyList<OcmHost>> FindContactServersAsync(string identifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return host.ReadAsync((session, token) => SqlContacts.FindServersAsync(session, identifier, limit, token), cancellationToken);
    }

    public ValueTask<bool> TryRemoveContactAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlContacts.RemoveAsync(session, userIdentifier, address, token), cancellationToken);
    }

    public ValueTask<bool> AnyInvitedAtAsync(OcmHost server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        return host.ReadAsync((session, token) => SqlContacts.AnyInvitedAtAsync(session, server, token), cancellationToken);
    }

    public async ValueTask AddInviteAsync(Invite invite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(invite);
        var token = SqlInvites.Protect(invite, await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false));
        await host.WriteAsync(
            SqlWrite.Statement, (session, cancellation) => SqlInvites.InsertAsync(session, invite, token, cancellation), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Invite?> FindInviteAsync(string tokenHash, CancellationToken cancellationToken = default)
    {
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync((session, token) => SqlInvites.FindAsync(session, secrets, tokenHash, token), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<InviteAcceptanceOutcome> TryAcceptInviteAsync(
        string tokenHash, Contact contact, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return host.WriteAsync(
            SqlWrite.Transaction, (session, token) => SqlInvites.AcceptAsync(session, tokenHash, contact, now, token), cancellationToken);
    }

    public ValueTask<IReadOnlyList<Invite>> ListInvitesAsync(string inviterIdentifier, int limit, CancellationToken cancellationToken = default) =>
        ListInvitesAsync(inviterIdentifier, openOnly: false, limit, cancellationToken);

    public ValueTask<IReadOnlyList<Invite>> ListOpenInvitesAsync(string inviterIdentifier, int limit, CancellationToken cancellationToken = default) =>
        ListInvitesAsync(inviterIdentifier, openOnly: true, limit, cancellationToken);

    private async ValueTask<IReadOnlyList<Invite>> ListInvitesAsync(
        string inviterIdentifier, bool openOnly, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync(
            (session, token) => SqlInvites.ListAsync(session, secrets, inviterIdentifier, openOnly, limit, token), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> TryRevokeInviteAsync(string tokenHash, string inviterIdentifier, CancellationToken cancellationToken = default) =>
        host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlInvites.RevokeAsync(session, tokenHash, inviterIdentifier, token), cancellationToken);

    public ValueTask<int> RemoveExpiredInvitesAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlInvites.RemoveExpiredAsync(session, host.Dialect, endedBefore, max, token), cancellationToken);
    }

    public async ValueTask<bool> TryAddAcceptanceAsync(InviteAcceptance acceptance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        var token = SqlInviteAcceptances.Protect(acceptance, await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false));
        return await host.WriteAsync(
            SqlWrite.Statement,
            (session, cancellation) => SqlInviteAcceptances.InsertAsync(session, acceptance, token, cancellation),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<InviteAcceptance>> ClaimAcceptancesAsync(
        InviteAcceptanceClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentOutOfRangeException.ThrowIfLessThan(claim.Max, 1, nameof(claim));
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => SqlInviteAcceptances.ClaimAsync(session, host.Dialect, secrets, claim, token),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> TryReleaseAcceptanceAsync(InviteAcceptance acceptance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        return host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlInviteAcceptances.ReleaseAsync(session, acceptance, token), cancellationToken);
    }

    public async ValueTask CompleteAcceptanceAsync(string id, Contact contact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contact);
        await host.WriteAsync(
            SqlWrite.Transaction, (session, token) => SqlInviteAcceptances.CompleteAsync(session, id, contact, token), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<InviteAcceptance>> ListAcceptancesAsync(
        string userIdentifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync(
            (session, token) => SqlInviteAcceptances.ListAsync(session, secrets, userIdentifier, limit, token), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> TryRemoveAcceptanceAsync(string id, string userIdentifier, CancellationToken cancellationToken = default) =>
        host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlInviteAcceptances.RemoveAsync(session, id, userIdentifier, token), cancellationToken);

    public ValueTask<int> RemoveFailedAcceptancesAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => SqlInviteAcceptances.RemoveFailedAsync(session, host.Dialect, endedBefore, max, token),
            cancellationToken);
    }
}
