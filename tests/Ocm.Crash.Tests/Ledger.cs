using System.Collections.Concurrent;
using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Crash.Tests;

/// <summary>What the test asked for and what it was told had happened. Each gesture has its own entry and is made by one worker.</summary>
internal sealed class Ledger
{
    /// <summary>Shares that the writer created: the gesture returned.</summary>
    public ConcurrentQueue<SentEntry> Sent { get; } = new();

    /// <summary>Shares that the writer answered with 201.</summary>
    public ConcurrentQueue<ReceivedEntry> Received { get; } = new();

    /// <summary>The writer's own invites, raced for by two users of the counterpart.</summary>
    public ConcurrentQueue<WriterInvite> WriterInvites { get; } = new();

    /// <summary>The counterpart's invites, accepted at the writer.</summary>
    public ConcurrentQueue<PeerInvite> PeerInvites { get; } = new();

    /// <summary>What was wrong while the load ran.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    public override string ToString() =>
        $"{Sent.Count} shares sent ({Sent.Count(share => share.IsUnshared)} unshared, {Sent.Count(share => share.Answered is not null)} answered, {Sent.Sum(share => share.Tokens.Count)} tokens), "
        + $"{Received.Count} received ({Received.Count(share => share.Answered is not null)} answered), "
        + $"{WriterInvites.Count(invite => !invite.Winners.IsEmpty)} of {WriterInvites.Count} own invites accepted, "
        + $"{PeerInvites.Count(invite => invite.IsAccepted)} of {PeerInvites.Count} others' invites accepted";

    internal sealed class SentEntry(string providerId)
    {
        private int _claimed;
        private int _claimedThere;

        public string ProviderId => providerId;

        /// <summary>The unshare gesture was called; it may have happened.</summary>
        public volatile bool IsUnshareAsked;

        /// <summary>The unshare gesture returned.</summary>
        public volatile bool IsUnshared;

        public ConcurrentQueue<SecretString> Tokens { get; } = new();

        /// <summary>The answer of the recipient, which the counterpart tells the writer: true for accepted.</summary>
        public bool? Answered { get; set; }

        /// <summary>One worker unshares it.</summary>
        public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

        /// <summary>One worker answers it at the counterpart.</summary>
        public bool TryClaimThere() => Interlocked.Exchange(ref _claimedThere, 1) == 0;
    }

    internal sealed class ReceivedEntry(OcmHost server, string providerId, Func<Task<int>>? replay)
    {
        private int _claimed;

        public OcmHost Server => server;

        public string ProviderId => providerId;

        /// <summary>Sends the very request again that was answered 201; null where the test does not have it.</summary>
        public Func<Task<int>>? Replay => replay;

        /// <summary>The answer that a gesture gave and that returned: true for accepted.</summary>
        public bool? Answered { get; set; }

        public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;
    }

    internal sealed class WriterInvite(string inviter, string token)
    {
        public string Inviter => inviter;

        public string Token => token;

        /// <summary>Who was told to have accepted it.</summary>
        public ConcurrentQueue<string> Winners { get; } = new();

        public IReadOnlyList<string> Racers => [$"a-{inviter}", $"b-{inviter}"];
    }

    internal sealed class PeerInvite(string inviter, string token)
    {
        public string Inviter => inviter;

        public string Token => token;

        /// <summary>The accept gesture returned.</summary>
        public volatile bool IsAccepted;
    }
}
