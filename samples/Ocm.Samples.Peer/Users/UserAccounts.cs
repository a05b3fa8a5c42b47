using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ocm.Samples.Peer.Configuration;

namespace Ocm.Samples.Peer.Users;

/// <summary>The configured users, and whether a password is theirs.</summary>
public sealed class UserAccounts
{
    // Passwords are configured in plain text, so the hash guards a memory dump, not a stolen database; this many rounds
    // keep the start quick with a thousand users, and a wrong password cheap for us.
    private const int Rounds = 10_000;

    private readonly Dictionary<string, Account> _accounts;
    private readonly PasswordHasher<PeerUser> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private readonly byte[] _cacheKey = RandomNumberGenerator.GetBytes(32);
    private readonly Account _nobody;

    public UserAccounts(IEnumerable<PeerUserOptions> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        _accounts = users.Select(Create).ToDictionary(account => account.User.Name, StringComparer.Ordinal);
        _nobody = Create(new PeerUserOptions { Name = "nobody", Password = RandomNumberGenerator.GetHexString(32) });
    }

    /// <summary>All users.</summary>
    public IEnumerable<PeerUser> All => _accounts.Values.Select(account => account.User);

    /// <summary>The user of that name, or null. Names are compared letter by letter.</summary>
    public PeerUser? Find(string name) => _accounts.GetValueOrDefault(name)?.User;

    /// <summary>
    /// The user, if name and password belong together, else null. An unknown name takes as long as a wrong password.
    /// The last password that was right is remembered as a keyed hash, so a client that sends it with every request
    /// does not pay for the slow hash each time.
    /// </summary>
    public PeerUser? Verify(string name, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var known = _accounts.TryGetValue(name, out var found);
        var account = known ? found! : _nobody;
        var fast = HMACSHA256.HashData(_cacheKey, Encoding.UTF8.GetBytes(password));
        if (account.LastRight is { } right && CryptographicOperations.FixedTimeEquals(right, fast))
        {
            return account.User;
        }

        if (_hasher.VerifyHashedPassword(account.User, account.Hash, password) == PasswordVerificationResult.Failed || !known)
        {
            return null;
        }

        account.LastRight = fast;
        return account.User;
    }

    private Account Create(PeerUserOptions options)
    {
        var user = new PeerUser
        {
            Name = options.Name,
            DisplayName = options.DisplayName ?? options.Name,
            Email = options.Email,
            Groups = options.Groups,
            Mfa = options.Mfa,
        };
        return new Account(user, _hasher.HashPassword(user, options.Password));
    }

    private sealed class Account(PeerUser user, string hash)
    {
        public PeerUser User { get; } = user;

        public string Hash { get; } = hash;

        public byte[]? LastRight { get; set; }
    }
}
