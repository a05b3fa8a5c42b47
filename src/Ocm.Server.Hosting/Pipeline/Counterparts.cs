using Ocm.Addresses;

namespace Ocm.Server.Pipeline;

/// <summary>The servers that a message may be spoken by; the one whose key verifies is the one that speaks.</summary>
/// <param name="Servers">Usually one; for a notification, the other sides of all shares of that name.</param>
internal sealed record Counterparts(IReadOnlyList<OcmHost> Servers)
{
    internal Counterparts(OcmHost server)
        : this([server])
    {
    }
}
