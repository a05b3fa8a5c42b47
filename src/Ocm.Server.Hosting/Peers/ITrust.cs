using Ocm.Peers;

namespace Ocm.Server.Peers;

/// <summary>Tells the product and its operator how this server decides on another one, and why, without doing anything.</summary>
public interface ITrust
{
    /// <summary>Asks all trust policies in order; the first that refuses decides.</summary>
    /// <param name="question">Who wants to do what.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The verdict, with its reason and what it rests on.</returns>
    ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default);
}
