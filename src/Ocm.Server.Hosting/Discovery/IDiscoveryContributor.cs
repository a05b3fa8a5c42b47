using Ocm.Discovery;

namespace Ocm.Server.Discovery;

/// <summary>
/// Adds to the discovery document what the SDK cannot know: unregistered capabilities or members of the vendor's own (DISC-06).
/// Asked once, at start-up; what it gives is validated then.
/// </summary>
public interface IDiscoveryContributor
{
    /// <summary>Adds to the document.</summary>
    /// <param name="document">What is derived from the registrations, and earlier contributors' additions.</param>
    /// <returns>The document with the additions.</returns>
    DiscoveryDocument Contribute(DiscoveryDocument document);
}
