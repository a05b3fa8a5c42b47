using Microsoft.AspNetCore.DataProtection;

namespace Ocm.Stores.Sql.Secrets;

/// <summary>Encrypts with ASP.NET Core Data Protection.</summary>
internal sealed class DataProtectionSecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    // The purposes are part of what is stored: they never change.
    private readonly IDataProtector[] _protectors =
    [
        provider.CreateProtector("Ocm.Stores.Sql", "SentShareSecret", "v1"),
        provider.CreateProtector("Ocm.Stores.Sql", "ReceivedShareProtocol", "v1"),
        provider.CreateProtector("Ocm.Stores.Sql", "InviteToken", "v1"),
        provider.CreateProtector("Ocm.Stores.Sql", "SigningKey", "v1"),
        provider.CreateProtector("Ocm.Stores.Sql", "AnsweredReshares", "v1"),
    ];

    public byte[] Protect(SecretKind kind, ReadOnlySpan<byte> secret) => _protectors[(int)kind].Protect(secret.ToArray());

    public byte[] Unprotect(SecretKind kind, byte[] protectedSecret) => _protectors[(int)kind].Unprotect(protectedSecret);
}
