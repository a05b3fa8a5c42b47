using System.Collections.Immutable;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>The ring's keys as the store was read last.</summary>
internal sealed class KeyRingSnapshot
{
    private readonly ImmutableArray<RingKey> _keys;

    internal KeyRingSnapshot(ImmutableArray<RingKey> keys, KeyRingSnapshot? previous, DateTimeOffset now, DateTimeOffset readAgainAt)
    {
        _keys = keys;
        ReadAgainAt = readAgainAt;
        var active = FindActive(now);

        // The active key first, for peers that look no further; then the newest.
        ImmutableArray<JsonWebKey> published =
            [.. keys.Reverse().OrderBy(key => ReferenceEquals(key, active) ? 0 : 1).Select(key => key.Key.PublicKey)];
        Published = previous is not null && previous.Published.Keys.SequenceEqual(published)
            ? previous.Published
            : new JsonWebKeySet(published);
    }

    /// <summary>A ring without keys.</summary>
    internal static KeyRingSnapshot Empty { get; } = new([], null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>The keys, oldest first.</summary>
    internal ImmutableArray<RingKey> Keys => _keys;

    /// <summary>The public keys; the same object as before where they are the same keys.</summary>
    internal JsonWebKeySet Published { get; }

    /// <summary>When the store is to be read again.</summary>
    internal DateTimeOffset ReadAgainAt { get; }

    /// <summary>The newest key whose time has come; the oldest where none has, because clocks of nodes differ.</summary>
    internal RingKey? FindActive(DateTimeOffset now)
    {
        for (var i = _keys.Length - 1; i >= 0; i--)
        {
            if (_keys[i].Stored.ActiveFrom <= now)
            {
                return _keys[i];
            }
        }

        return _keys.IsEmpty ? null : _keys[0];
    }

    /// <summary>These keys, to be read again later than planned.</summary>
    internal KeyRingSnapshot Prolong(DateTimeOffset now, DateTimeOffset readAgainAt) => new(_keys, this, now, readAgainAt);
}
