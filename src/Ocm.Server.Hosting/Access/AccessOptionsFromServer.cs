using Microsoft.Extensions.Options;
using Ocm.Client.Access;

namespace Ocm.Server.Access;

/// <summary>What the posture says of received shares in the form of OCM 1.0 (ACC-04, ACC-11).</summary>
internal sealed class AccessOptionsFromServer(IOptions<OcmServerOptions> server) : IConfigureOptions<OcmAccessOptions>
{
    public void Configure(OcmAccessOptions options) => options.AllowLegacySecrets = server.Value.IsInteroperable;
}
