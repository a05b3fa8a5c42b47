namespace Ocm.Stores.Sql.Secrets;

/// <summary>Encrypts what must be readable again, so that a copy of the database alone does not give it away.</summary>
internal interface ISecretProtector
{
    /// <summary>Encrypts.</summary>
    /// <param name="kind">What it is; the same kind decrypts it.</param>
    /// <param name="secret">The secret.</param>
    byte[] Protect(SecretKind kind, ReadOnlySpan<byte> secret);

    /// <summary>Decrypts.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="protectedSecret">What <see cref="Protect"/> gave.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was altered, or the keys are gone.</exception>
    byte[] Unprotect(SecretKind kind, byte[] protectedSecret);
}
