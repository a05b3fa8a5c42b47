namespace Ocm.Client.Access;

/// <summary>
/// What this process has learnt of a share's access. Each value stands for itself, so concurrent callers need no lock.
/// </summary>
internal sealed class ShareMemory
{
    private volatile bool _hasExchanged;
    private volatile bool _takesBasic;
    private volatile ResourceReach _reach;
    private volatile string? _proven;
    private long _noExchangeBefore;

    /// <summary>
    /// Whether an exchange ever succeeded. From then on the secret is not used any more: deployed servers stop taking it.
    /// </summary>
    internal bool HasExchanged
    {
        get => _hasExchanged;
        set => _hasExchanged = value;
    }

    /// <summary>Whether the secret was taken as a user name when it was taken last.</summary>
    internal bool TakesBasic
    {
        get => _takesBasic;
        set => _takesBasic = value;
    }

    /// <summary>How the share answers.</summary>
    internal ResourceReach Reach
    {
        get => _reach;
        set => _reach = value;
    }

    /// <summary>The fingerprint of the token or secret that the sending server took last; a token itself is not kept beyond its end.</summary>
    internal string? Proven
    {
        get => _proven;
        set => _proven = value;
    }

    /// <summary>After an optional exchange failed: when the next one is tried.</summary>
    internal DateTimeOffset NoExchangeBefore
    {
        get => new(Volatile.Read(ref _noExchangeBefore), TimeSpan.Zero);
        set => Volatile.Write(ref _noExchangeBefore, value.UtcTicks);
    }
}
