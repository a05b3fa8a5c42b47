namespace Ocm.Tokens;

/// <summary>Keeps the fingerprints of the access tokens that this server issued.</summary>
public interface IAccessTokenStore
{
    /// <summary>Adds a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is stored.</returns>
    ValueTask AddTokenAsync(AccessToken token, CancellationToken cancellationToken = default);

    /// <summary>Finds a token.</summary>
    /// <param name="hash">The token's <see cref="SecretString.Hash"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The token, perhaps expired, or null.</returns>
    ValueTask<AccessToken?> FindTokenAsync(string hash, CancellationToken cancellationToken = default);

    /// <summary>Removes all tokens of a share that has ended (TOK-12).</summary>
    /// <param name="providerId">The share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemoveTokensOfShareAsync(string providerId, CancellationToken cancellationToken = default);

    /// <summary>Removes expired tokens in one small batch.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemoveExpiredTokensAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default);
}
