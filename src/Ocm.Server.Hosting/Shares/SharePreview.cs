using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>How a share would be offered, were it created now: what a user interface can show before the user decides.</summary>
public sealed record SharePreview
{
    /// <summary>The resource type as it would be sent; a folder goes as <c>file</c> to a server that knows no folders (SHARE-10).</summary>
    public required ResourceType ResourceType { get; init; }

    /// <summary>The protocols that would be offered.</summary>
    public required IReadOnlyList<ProtocolName> Protocols { get; init; }

    /// <summary>What each access would require.</summary>
    public required IReadOnlyList<Requirement> Requirements { get; init; }

    /// <summary>The protocols that would be left out, each with its reason.</summary>
    public required IReadOnlyList<ProtocolLeftOut> LeftOut { get; init; }
}
