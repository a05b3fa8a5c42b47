using System.Diagnostics.CodeAnalysis;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Conformance.Rig;

/// <summary>A key that signs under the id of another, and may name another algorithm in the parameter alg than its own.</summary>
internal sealed class ForgedKey(SigningKey like, Func<ReadOnlyMemory<byte>, ValueTask<byte[]>> sign, string? algorithmParameter = null)
    : SigningKey(like.PublicKey, new Renamed(like.Algorithm, algorithmParameter))
{
    public override ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) => sign(data);

    private sealed class Renamed(IHttpSignatureAlgorithm algorithm, string? registryName) : IHttpSignatureAlgorithm
    {
        public string Name => algorithm.Name;

        public string? RegistryName => registryName;

        public bool IsSupported => algorithm.IsSupported;

        public KeyProblem Examine(JsonWebKey key) => algorithm.Examine(key);

        public bool TryCreateVerificationKey(JsonWebKey key, [NotNullWhen(true)] out VerificationKey? verificationKey) =>
            algorithm.TryCreateVerificationKey(key, out verificationKey);
    }
}
