using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Parties;
using Ocm.Tokens;

namespace Ocm.Server.Contacts;

/// <summary>Gives each contact an identifier of 128 random bits, so that no two contacts can tell that they know the same user by it.</summary>
internal sealed class RandomGivenIdentifiers : IGivenIdentifierPolicy
{
    public ValueTask<string> ChooseAsync(Party user, OcmHost? contactServer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SecretString.Generate(22).Reveal());
}
