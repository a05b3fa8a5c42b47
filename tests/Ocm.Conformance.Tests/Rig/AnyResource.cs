using Ocm.Addresses;
using Ocm.ShareRequests;

namespace Ocm.Conformance.Rig;

/// <summary>Lets everybody ask for everything but what is called unknown.</summary>
internal sealed class AnyResource : IShareRequestPolicy
{
    public ValueTask<string?> FindResourceAsync(string ownerIdentifier, OcmAddress shareWith, string share, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(share == "unknown" ? null : $"/{share}");
}
