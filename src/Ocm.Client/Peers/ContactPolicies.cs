using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Peers;

namespace Ocm.Client.Peers;

/// <summary>Asks the operator's policies before anything is sent to a server (DISC-16). All must agree.</summary>
internal sealed class ContactPolicies
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ClientLog _log;

    public ContactPolicies(IServiceScopeFactory scopes, IServiceProviderIsService registered, ClientLog log)
    {
        _scopes = scopes;
        _log = log;
        Any = registered.IsService(typeof(ITrustPolicy));
    }

    /// <summary>Whether there is a policy to ask.</summary>
    internal bool Any { get; }

    /// <summary>Why a server must not be contacted; null where it may.</summary>
    internal async ValueTask<OcmFailure?> CheckAsync(OcmHost server, CancellationToken cancellationToken)
    {
        var question = new TrustQuestion(server, TrustGesture.Contact);
        var scope = _scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        foreach (var policy in scope.ServiceProvider.GetServices<ITrustPolicy>())
        {
            var verdict = await policy.EvaluateAsync(question, cancellationToken).ConfigureAwait(false);
            if (!verdict.IsTrusted)
            {
                _log.ContactRefused(server, verdict.Reason);
                return new OcmFailure(OcmFailureKind.Blocked, $"Contact with the other server is not allowed: {verdict.Reason}");
            }
        }

        return null;
    }
}
