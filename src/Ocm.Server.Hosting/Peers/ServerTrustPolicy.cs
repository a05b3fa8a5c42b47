using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Directories;
using Ocm.Contacts;
using Ocm.Peers;
using Ocm.Server.Pipeline;

namespace Ocm.Server.Peers;

/// <summary>
/// The built-in trust policy: the operator's lists, directory services, invites and contacts in one decision that says what it
/// rests on (TRUST-02). It holds for incoming and outgoing calls alike (DISC-16).
/// </summary>
internal sealed class ServerTrustPolicy : ITrustPolicy
{
    private readonly HostList? _denylist;
    private readonly HostList? _allowlist;
    private readonly TrustSources _vouching;
    private readonly IServerDirectory _directory;
    private readonly OperationScopes _scopes;

    public ServerTrustPolicy(IOptions<OcmServerOptions> options, IServerDirectory directory, OperationScopes scopes)
    {
        var value = options.Value;
        _denylist = value.Denylist is { } denied ? new HostList(denied) : null;
        _allowlist = value.Allowlist is { } allowed ? new HostList(allowed) : null;
        _vouching = value.TrustedBy;
        _directory = directory;
        _scopes = scopes;
    }

    public async ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (_denylist?.Contains(question.Server) == true)
        {
            return TrustVerdict.Refused("The server is on the operator's denylist.", TrustSource.Denylist);
        }

        if (_allowlist is null && _vouching == TrustSources.None)
        {
            return TrustVerdict.Trusted("This server talks to all servers that no list excludes.", TrustSource.Open);
        }

        if (_allowlist?.Contains(question.Server) == true)
        {
            return TrustVerdict.Trusted("The server is on the operator's allowlist.", TrustSource.Allowlist);
        }

        return await FindVoucherAsync(question, cancellationToken).ConfigureAwait(false)
            ?? TrustVerdict.Refused(Describe(), TrustSource.Unknown);
    }

    private async ValueTask<TrustVerdict?> FindVoucherAsync(TrustQuestion question, CancellationToken cancellationToken)
    {
        if (_vouching.HasFlag(TrustSources.Directories)
            && (await _directory.ListAsync(cancellationToken).ConfigureAwait(false)).Find(question.Server) is { } listed)
        {
            return TrustVerdict.Trusted($"The directory service at {OcmHost.FromUri(listed.Services[0])} lists the server.", TrustSource.Directory);
        }

        if ((_vouching & (TrustSources.Invites | TrustSources.Contacts)) == TrustSources.None)
        {
            return null;
        }

        // Who is trusted by what users did must first be met: to exchange an invite, or about a share that was trusted before.
        switch (question.Gesture)
        {
            case TrustGesture.AcceptInvite or TrustGesture.ReceiveInviteAcceptance when _vouching.HasFlag(TrustSources.Invites):
                return TrustVerdict.Trusted("A user of this server takes part in the invite.", TrustSource.Invite);
            case TrustGesture.Contact:
                return TrustVerdict.Trusted("Any server may be met; what it may do is decided with its users.", TrustSource.Open);
            case TrustGesture.IssueToken:
                return TrustVerdict.Trusted("The share was sent to a server that was trusted.", TrustSource.Open);
            default:
                return await FindContactAsync(question, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<TrustVerdict?> FindContactAsync(TrustQuestion question, CancellationToken cancellationToken)
    {
        var scope = _scopes.Open();
        await using var _ = scope.ConfigureAwait(false);
        if (scope.ServiceProvider.GetService<IContactStore>() is not { } contacts)
        {
            return null;
        }

        if (_vouching.HasFlag(TrustSources.Contacts) && question is { LocalIdentifier: { } user, RemoteParty: { } party }
            && await contacts.FindContactAsync(user, party, cancellationToken).ConfigureAwait(false) is not null)
        {
            return TrustVerdict.Trusted("The two parties are contacts.", TrustSource.Contact);
        }

        return _vouching.HasFlag(TrustSources.Invites) && await contacts.AnyInvitedAtAsync(question.Server, cancellationToken).ConfigureAwait(false)
            ? TrustVerdict.Trusted("A user of this server has a contact there by an invite.", TrustSource.Invite)
            : null;
    }

    private string Describe()
    {
        List<string> missing = [];
        if (_allowlist is not null)
        {
            missing.Add("the operator's allowlist does not name it");
        }

        if (_vouching.HasFlag(TrustSources.Directories))
        {
            missing.Add("no directory service lists it");
        }

        if (_vouching.HasFlag(TrustSources.Invites))
        {
            missing.Add("no user here has a contact there by an invite");
        }

        if (_vouching.HasFlag(TrustSources.Contacts))
        {
            missing.Add("the two parties are not contacts");
        }

        return $"Nothing vouches for the server: {string.Join(", ", missing)}.";
    }
}
