namespace Ocm.Signatures;

/// <summary>Remembers signatures inside their freshness window, so that each is accepted once, on all nodes (SIG-21).</summary>
public interface ISignatureReplayStore
{
    /// <summary>Uses a signature up.</summary>
    /// <param name="fingerprint">The signature's fingerprint, at most 64 characters.</param>
    /// <param name="until">When the signature is too old anyway and may be forgotten.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True for exactly one caller with this fingerprint; false for all others until it is forgotten.</returns>
    ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>Forgets signatures that are too old, in one small batch.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were forgotten.</returns>
    ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default);
}
