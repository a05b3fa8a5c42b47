namespace Ocm.Client.Dialects;

/// <summary>In which form a share creation notification is written.</summary>
public enum ShareShape
{
    /// <summary>As the draft says.</summary>
    Draft,

    /// <summary>OCM 1.1 to 1.3: the protocol's name is <c>multi</c>, with empty <c>options</c> beside the protocols.</summary>
    Multi,

    /// <summary>OCM 1.0: the secret stands in <c>options</c>, the resource is at the root of the sender's WebDAV path.</summary>
    Options,

    /// <summary>Both: a receiver takes the one that it knows.</summary>
    OptionsAndMulti,
}
