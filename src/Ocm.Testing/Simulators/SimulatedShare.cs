namespace Ocm.Testing.Simulators;

/// <summary>A share as a simulated server keeps it, sent or received.</summary>
/// <param name="ProviderId">Its id at the sending server.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Partner">The address of the party at the other server.</param>
/// <param name="ResourceType">The resource type on the wire.</param>
/// <param name="Uri">The URI of the resource on the wire; null for the root form.</param>
public sealed record SimulatedShare(string ProviderId, string Secret, string Partner, string ResourceType, string? Uri)
{
    /// <summary>Whether the secret opens nothing before it was exchanged.</summary>
    public bool MustExchange { get; init; }

    /// <summary>What the simulated server was told of it last: <c>SHARE_ACCEPTED</c> and the like; null where nothing.</summary>
    public string? LastNotification { get; init; }
}
