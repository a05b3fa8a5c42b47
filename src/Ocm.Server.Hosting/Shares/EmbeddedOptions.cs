using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>How the vendor's product shares and receives resources that are embedded in the message.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>The resource types that are shared and received; <c>ro-crate</c> by default.</summary>
    public IList<ResourceType> ResourceTypes { get; } = [ResourceType.RoCrate];

    /// <summary>Further resource types that are received and not shared; none by default.</summary>
    public IList<ResourceType> ReceivedResourceTypes { get; } = [];

    /// <summary>The largest embedded value that is taken, in bytes of JSON; 256 KiB by default (EMB-03).</summary>
    public int MaxBytes { get; set; } = 256 * 1024;
}
