using System.Globalization;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Access;

/// <summary>A token endpoint that answers when and how a test says.</summary>
internal sealed class FakeTokenEndPoint
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

    public async Task<OcmResult<TokenResponse>> ExchangeAsync(OcmHost sendingServer, SecretString code, CancellationToken cancellationToken)
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
}
