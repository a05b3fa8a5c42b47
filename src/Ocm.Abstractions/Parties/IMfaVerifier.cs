namespace Ocm.Parties;

/// <summary>
/// Says how strongly a user of the receiving server has proven who they are (draft: Appendix A; MFA-01). Where one is
/// registered the server announces <c>enforce-mfa</c>; without one, shares that require a second factor are refused.
/// </summary>
public interface IMfaVerifier
{
    /// <summary>Whether the user's present session has a second factor.</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where the user must step up first.</returns>
    ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken = default);
}
