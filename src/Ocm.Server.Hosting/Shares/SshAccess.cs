using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// Has recipients' keys let into the vendor's SSH server and taken out again (SHARE-20). What the vendor's hook fails to do is
/// done at the next sweep, and what it still lets in of ended shares is taken out then, whatever happened in between.
/// </summary>
internal sealed partial class SshAccess(IEnumerable<ISshAuthorizer> authorizers, OperationScopes scopes, TimeProvider time, ILogger<SshAccess> logger)
{
    private readonly ISshAuthorizer[] _authorizers = [.. authorizers];
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);

    /// <summary>The keys of an answer that can be let in: each well-formed, in its plain form, once.</summary>
    internal IReadOnlyList<string> Accept(SentShare share, IReadOnlyList<ProtocolName> offered, IReadOnlyList<string>? keys)
    {
        if (!offered.Contains(ProtocolName.Ssh))
        {
            return [];
        }

        List<string> accepted = [];
        foreach (var line in keys ?? [])
        {
            if (SshPublicKey.TryParse(line, out var key) && key.ToString() is var text && !accepted.Contains(text, StringComparer.Ordinal))
            {
                accepted.Add(text);
            }
        }

        if (accepted.Count == 0)
        {
            LogNoKey(share.ProviderId);
        }

        return accepted;
    }

    /// <summary>Brings the SSH server in line with a share that has changed.</summary>
    internal async ValueTask FollowAsync(SentShare share, CancellationToken cancellationToken)
    {
        if (_authorizers.Length == 0 || !share.Protocols.Contains(ProtocolName.Ssh))
        {
            return;
        }

        try
        {
            await ApplyAsync(share, cancellationToken).ConfigureAwait(false);
            _open.TryRemove(share.ProviderId, out _);
        }
#pragma warning disable CA1031 // The share has changed already; the vendor's hook is called again by the sweep.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _open[share.ProviderId] = 0;
            LogFailed(share.ProviderId, e);
        }
        catch (OperationCanceledException)
        {
            _open[share.ProviderId] = 0;
            throw;
        }
    }

    /// <summary>Does what is left to do, and takes out what was forgotten.</summary>
    /// <returns>Whether nothing is left: while keys of ended shares may be in, those shares must not be forgotten.</returns>
    internal async ValueTask<bool> SweepAsync(IShareStore store, CancellationToken cancellationToken)
    {
        var names = _open.Keys.ToHashSet(StringComparer.Ordinal);
        var allListed = true;
        foreach (var authorizer in _authorizers)
        {
            try
            {
                names.UnionWith(await authorizer.ListAuthorizedAsync(cancellationToken).ConfigureAwait(false));
            }
#pragma warning disable CA1031 // The next sweep asks again.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                allListed = false;
                LogFailed("?", e);
            }
        }

        foreach (var name in names)
        {
            if (await store.FindSentAsync(name, cancellationToken).ConfigureAwait(false) is { } share
                && (_open.ContainsKey(name) || !share.IsActive(time.GetUtcNow())))
            {
                await FollowAsync(share, cancellationToken).ConfigureAwait(false);
            }
        }

        return allListed && _open.IsEmpty;
    }

    private async ValueTask ApplyAsync(SentShare share, CancellationToken cancellationToken)
    {
        if (!share.IsActive(time.GetUtcNow()))
        {
            await WithdrawAsync(share, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (share.RecipientPublicKeys.Count == 0)
        {
            return;
        }

        foreach (var authorizer in _authorizers)
        {
            await authorizer.AuthorizeAsync(share, cancellationToken).ConfigureAwait(false);
        }

        // It may have ended meanwhile, and its keys may have been taken out before they were in.
        if (await FindAsync(share.ProviderId, cancellationToken).ConfigureAwait(false) is { } now && !now.IsActive(time.GetUtcNow()))
        {
            await WithdrawAsync(now, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken)
    {
        foreach (var authorizer in _authorizers)
        {
            await authorizer.WithdrawAsync(share, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<SentShare?> FindAsync(string providerId, CancellationToken cancellationToken)
    {
        var scope = scopes.Open();
        await using (scope.ConfigureAwait(false))
        {
            return await scope.ServiceProvider.GetRequiredService<IShareStore>().FindSentAsync(providerId, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(2600, LogLevel.Error, "The ssh authorizer failed for share {ProviderId}; trying again")]
    private partial void LogFailed(string providerId, Exception exception);

    [LoggerMessage(2601, LogLevel.Warning, "The receiving server told no usable ssh key for share {ProviderId}: nobody can open it over ssh")]
    private partial void LogNoKey(string providerId);
}
