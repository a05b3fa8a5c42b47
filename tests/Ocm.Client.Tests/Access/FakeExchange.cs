using System.Globalization;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Access;

/// <summary>A client that only exchanges tokens, when and how a test says.</summary>
internal sealed class FakeExchange : IOcmClient
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public long? ExpiresIn { get; set; } = 300;

    public string TokenType { get; set; } = "Bearer";

    public OcmFailure? Failure { get; set; }

    /// <summary>What each exchange waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Called with the number of each exchange as it begins.</summary>
    public Action<int>? Begun { get; set; }

    public async Task<OcmResult<TokenResponse>> ExchangeTokenAsync(OcmHost sendingServer, SecretString code, CancellationToken cancellationToken = default)
    {
        var number = Interlocked.Increment(ref _calls);
        Begun?.Invoke(number);
        await Gate.WaitAsync(cancellationToken);
        if (Failure is { } failure)
        {
            return failure;
        }

        return new TokenResponse
        {
            AccessToken = new SecretString(string.Create(CultureInfo.InvariantCulture, $"token{number}")),
            TokenType = TokenType,
            ExpiresIn = ExpiresIn,
        };
    }

    public ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(OcmHost server, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<OcmResult<ShareCreationResponse>> SendShareAsync(OcmHost receivingServer, ShareCreationNotification share, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<OcmResult<OcmUnit>> SendNotificationAsync(OcmHost server, OcmNotification notification, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<OcmResult<InviteAcceptanceResponse>> AcceptInviteAsync(OcmHost invitingServer, InviteAcceptanceRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<OcmResult<OcmUnit>> RequestShareAsync(OcmHost owningServer, ShareRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
