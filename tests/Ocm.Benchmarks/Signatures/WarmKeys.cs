using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Benchmarks.Signatures;

/// <summary>The one key that is asked for, at hand.</summary>
internal sealed class WarmKeys(VerificationKey known) : IPeerKeyResolver
{
    public bool TryGetCached(OcmHost server, string keyId, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = known;
        return true;
    }

    public ValueTask<OcmResult<VerificationKey>> ResolveAsync(OcmHost server, string keyId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<OcmResult<VerificationKey>>(known);
}
