using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Invites;

namespace Ocm.Server.InMemory;

/// <summary>Invites, their acceptances and address books in this process's memory; one lock makes each call a transaction.</summary>
internal sealed class InMemoryContactStore : IContactStore, IInviteStore, IInviteAcceptanceStore
{
    private readonly Lock _lock = new();
    private readonly AddressBooks _books = new();
    private readonly Dictionary<string, Row<Invite>> _invites = [];
    private readonly NewestFirstIndex<string, Invite> _byInviter = new();
    private readonly PriorityQueue<string, DateTimeOffset> _expiring = new();
    private readonly InviteAcceptanceTable _acceptances = new();
    private long _sequence;

    public ValueTask PutContactAsync(Contact contact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contact);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _books.Put(contact);
            return default;
        }
    }

    public ValueTask<Contact?> FindContactAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        lock (_lock)
        {
            return new(_books.Find(userIdentifier, address));
        }
    }

    public ValueTask<IReadOnlyList<Contact>> ListContactsAsync(
        string userIdentifier, OcmAddress? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(_books.List(userIdentifier, after?.ToString(), limit));
        }
    }

    public ValueTask<IReadOnlyList<Contact>> ListContactsOfAsync(OcmAddress address, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(_books.ListOf(address, limit));
        }
    }

    public ValueTask<IReadOnlyList<OcmHost>> FindContactServersAsync(string identifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(_books.FindServers(identifier, limit));
        }
    }

    public ValueTask<bool> TryRemoveContactAsync(string userIdentifier, OcmAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_books.TryRemove(userIdentifier, address));
        }
    }

    public ValueTask<bool> AnyInvitedAtAsync(OcmHost server, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_books.AnyInvitedAt(server));
        }
    }

    public ValueTask AddInviteAsync(Invite invite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(invite);
        cancellationToken.ThrowIfCancellationRequested();
        var hash = invite.Token.Hash();
        lock (_lock)
        {
            var row = new Row<Invite>(++_sequence, invite);
            if (!_invites.TryAdd(hash, row))
            {
                throw new InvalidOperationException("The token of the invite is taken.");
            }

            _byInviter.Add(invite.InviterIdentifier, row);
            _expiring.Enqueue(hash, invite.ExpiresAt);
            return default;
        }
    }

    public ValueTask<Invite?> FindInviteAsync(string tokenHash, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_invites.GetValueOrDefault(tokenHash)?.Value);
        }
    }

    public ValueTask<InviteAcceptanceOutcome> TryAcceptInviteAsync(
        string tokenHash, Contact contact, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contact);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_invites.TryGetValue(tokenHash, out var row))
            {
                return new(InviteAcceptanceOutcome.Unknown);
            }

            if (row.Value.AcceptedBy is not null)
            {
                return new(InviteAcceptanceOutcome.AlreadyAccepted);
            }

            if (row.Value.ExpiresAt <= now)
            {
                return new(InviteAcceptanceOutcome.Expired);
            }

            _books.Put(contact);
            row.Value = row.Value with { AcceptedBy = contact.Address, AcceptedAt = now };
            return new(InviteAcceptanceOutcome.Accepted);
        }
    }

    public ValueTask<IReadOnlyList<Invite>> ListInvitesAsync(
        string inviterIdentifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(NewestFirst.Page([_byInviter.Rows(inviterIdentifier)], long.MaxValue, _ => true, limit));
        }
    }

    public ValueTask<IReadOnlyList<Invite>> ListOpenInvitesAsync(
        string inviterIdentifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(NewestFirst.Page([_byInviter.Rows(inviterIdentifier)], long.MaxValue, invite => invite.AcceptedBy is null, limit));
        }
    }

    public ValueTask<bool> TryRevokeInviteAsync(string tokenHash, string inviterIdentifier, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_invites.TryGetValue(tokenHash, out var row)
                || row.Value.AcceptedBy is not null || row.Value.InviterIdentifier != inviterIdentifier)
            {
                return new(false);
            }

            Remove(tokenHash, row);
            return new(true);
        }
    }

    public ValueTask<int> RemoveExpiredInvitesAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_lock)
        {
            var removed = 0;
            while (removed < max && _expiring.TryPeek(out var hash, out var expiresAt) && expiresAt < endedBefore)
            {
                _expiring.Dequeue();
                if (_invites.TryGetValue(hash, out var row))
                {
                    Remove(hash, row);
                    removed++;
                }
            }

            return new(removed);
        }
    }

    public ValueTask<bool> TryAddAcceptanceAsync(InviteAcceptance acceptance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_acceptances.TryAdd(acceptance));
        }
    }

    public ValueTask<IReadOnlyList<InviteAcceptance>> ClaimAcceptancesAsync(
        InviteAcceptanceClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentOutOfRangeException.ThrowIfLessThan(claim.Max, 1, nameof(claim));
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_acceptances.Claim(claim));
        }
    }

    public ValueTask<bool> TryReleaseAcceptanceAsync(InviteAcceptance acceptance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_acceptances.TryRelease(acceptance));
        }
    }

    public ValueTask CompleteAcceptanceAsync(string id, Contact contact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contact);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _books.Put(contact);
            _acceptances.TryRemove(id, userIdentifier: null);
            return default;
        }
    }

    public ValueTask<IReadOnlyList<InviteAcceptance>> ListAcceptancesAsync(
        string userIdentifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(_acceptances.List(userIdentifier, limit));
        }
    }

    public ValueTask<bool> TryRemoveAcceptanceAsync(string id, string userIdentifier, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_acceptances.TryRemove(id, userIdentifier));
        }
    }

    public ValueTask<int> RemoveFailedAcceptancesAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_lock)
        {
            return new(_acceptances.RemoveFailed(endedBefore, max));
        }
    }

    private void Remove(string hash, Row<Invite> row)
    {
        _invites.Remove(hash);
        _byInviter.Remove(row.Value.InviterIdentifier, row);
    }
}
