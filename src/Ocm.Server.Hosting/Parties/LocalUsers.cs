using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Parties;

namespace Ocm.Server.Parties;

/// <summary>
/// The two names of a user: the identifier in the vendor's directory, by which everything is stored here, and the one that a
/// contact was given in an invite, which stands on the wire (INV-08). This is the one place that turns one into the other.
/// </summary>
internal sealed class LocalUsers(
    IUserDirectory users,
    IEnumerable<IGivenIdentifierPolicy> policies,
    IEnumerable<IGivenIdentifierStore> stores,
    IEnumerable<IContactStore> contacts,
    OcmServerUris uris)
{
    private const int MaxLength = 255;

    private readonly IGivenIdentifierPolicy? _policy = policies.LastOrDefault();
    private readonly IGivenIdentifierStore? _given = stores.LastOrDefault();
    private readonly IContactStore? _contacts = contacts.LastOrDefault();

    /// <summary>Finds the user whom a message of another server names, by either name.</summary>
    internal async ValueTask<Party?> FindAsync(string identifier, CancellationToken cancellationToken)
    {
        if (await users.FindUserAsync(identifier, cancellationToken).ConfigureAwait(false) is { } user)
        {
            return user;
        }

        return _given is not null && await _given.FindUserOfGivenIdentifierAsync(identifier, cancellationToken).ConfigureAwait(false) is { } known
            ? await users.FindUserAsync(known, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>The identifier by which a party at another server knows a user.</summary>
    internal async ValueTask<string> KnownAsAsync(string user, OcmAddress party, CancellationToken cancellationToken) =>
        _contacts is not null
        && await _contacts.FindContactAsync(user, party, cancellationToken).ConfigureAwait(false) is { GivenIdentifier: { } given }
            ? given
            : user;

    /// <summary>Chooses the identifier by which a new contact is to know a user. It stands for the user from <see cref="GiveAsync"/> on.</summary>
    internal async ValueTask<string> ChooseAsync(Party user, OcmHost? contactServer, CancellationToken cancellationToken)
    {
        if (_policy is null)
        {
            return user.Identifier;
        }

        var chosen = await _policy.ChooseAsync(user, contactServer, cancellationToken).ConfigureAwait(false);
        if (chosen is not { Length: <= MaxLength } || !OcmAddress.TryParse($"{chosen}@{uris.Host}", out _))
        {
            throw new InvalidOperationException(
                $"The {nameof(IGivenIdentifierPolicy)} must choose an identifier that can stand in an OCM address: 1 to {MaxLength} characters, none of them a control character.");
        }

        if (await FindAsync(chosen, cancellationToken).ConfigureAwait(false) is { } taken && taken.Identifier != user.Identifier)
        {
            throw Taken();
        }

        return chosen;
    }

    /// <summary>Lets an identifier stand for a user, before another server is told of it.</summary>
    internal async ValueTask GiveAsync(string identifier, string user, CancellationToken cancellationToken)
    {
        if (identifier != user
            && _given is not null
            && !await _given.TryAddGivenIdentifierAsync(identifier, user, cancellationToken).ConfigureAwait(false))
        {
            throw Taken();
        }
    }

    private static InvalidOperationException Taken() =>
        new($"The {nameof(IGivenIdentifierPolicy)} chose an identifier that stands for another user.");
}
