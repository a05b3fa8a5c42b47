using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Tests.Signatures;

/// <summary>Keys of other servers as a test sets them, some at hand and some to be fetched.</summary>
internal sealed class FakeKeys : IPeerKeyResolver
{
    private readonly Dictionary<(OcmHost Server, string KeyId), VerificationKey> _cached = [];
    private readonly Dictionary<(OcmHost Server, string KeyId), VerificationKey> _remote = [];

    public ConcurrentQueue<OcmHost> Fetches { get; } = new();

    public Dictionary<OcmHost, OcmFailure> Failures { get; } = [];

    public void Add(OcmHost server, SigningKey key, bool isCached = true) => Add(server, key.PublicKey, isCached);

    public void Add(OcmHost server, JsonWebKey key, bool isCached = true)
    {
        Assert.That(VerificationKey.TryCreate(key, out var ready, out _), Is.True);
        (isCached ? _cached : _remote)[(server, key.KeyId!)] = ready!;
    }

    public bool TryGetCached(OcmHost server, string keyId, [NotNullWhen(true)] out VerificationKey? key) =>
        _cached.TryGetValue((server, keyId), out key);

    public ValueTask<OcmResult<VerificationKey>> ResolveAsync(OcmHost server, string keyId, CancellationToken cancellationToken = default)
    {
        Fetches.Enqueue(server);
        if (Failures.TryGetValue(server, out var failure))
        {
            return ValueTask.FromResult<OcmResult<VerificationKey>>(failure);
        }

        return ValueTask.FromResult<OcmResult<VerificationKey>>(_remote.TryGetValue((server, keyId), out var key)
            ? key
            : new OcmFailure(OcmFailureKind.NotFound, "No such key."));
    }
}
