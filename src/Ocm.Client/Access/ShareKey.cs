using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>A share as its sending server tells it apart: by its secret, of which only the fingerprint is kept.</summary>
internal readonly record struct ShareKey(OcmHost Server, string SecretHash)
{
    internal static ShareKey Of(OcmHost server, SecretString secret) => new(server, secret.Hash());
}
