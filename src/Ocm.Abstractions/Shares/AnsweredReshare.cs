using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Shares;

/// <summary>
/// A wish to reshare that an older server has answered with a share of its own. Nextcloud knows the wish by that share from then on:
/// whoever takes it back (<c>RESHARE_UNDO</c>) names that share and its secret.
/// </summary>
/// <param name="ShareWith">With whom the owner was asked to share.</param>
/// <param name="ProviderId">The share that came of it, as the other server names it; 1 to 512 characters.</param>
/// <param name="Secret">Its secret. A store protects it at rest.</param>
public sealed record AnsweredReshare(OcmAddress ShareWith, string ProviderId, SecretString Secret);
