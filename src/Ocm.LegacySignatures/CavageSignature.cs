using System.Security.Cryptography;
using System.Text;
using Ocm.Client.Discovery;
using Ocm.Client.Signatures;

namespace Ocm.LegacySignatures;

/// <summary>A received signature of draft-cavage-http-signatures-12.</summary>
/// <param name="header">The field.</param>
/// <param name="text">What it signs.</param>
internal sealed class CavageSignature(CavageHeader header, byte[] text) : LegacySignature
{
    internal const string RsaSha256 = "rsa-sha256";
    internal const string RsaSha512 = "rsa-sha512";

    /// <inheritdoc />
    public override ValueTask<OcmSignatureProblem> VerifyAsync(DiscoveredServer server, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Verify(server));

    private OcmSignatureProblem Verify(DiscoveredServer server)
    {
        if (CavagePeerKey.Of(server) is not { } published || published.KeyId != header.KeyId)
        {
            return OcmSignatureProblem.UnknownKey;
        }

        if ((header.Algorithm == RsaSha512 ? published.ForSha512 : published.ForSha256) is not { } key)
        {
            return OcmSignatureProblem.UnknownKey;
        }

        if (!key.Verify(text, header.Signature))
        {
            return OcmSignatureProblem.WrongSignature;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(header.KeyId + "\n"));
        hash.AppendData(text);
        SignedDigest = hash.GetHashAndReset();
        return OcmSignatureProblem.None;
    }
}
