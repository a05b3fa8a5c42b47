using Microsoft.Extensions.Options;
using Ocm.Client;

namespace Ocm.Server;

/// <summary>The client speaks as the server that it is part of.</summary>
internal sealed class ClientOptionsFromServer(IOptions<OcmServerOptions> server) : IConfigureOptions<OcmClientOptions>
{
    public void Configure(OcmClientOptions options)
    {
        options.PublicOrigin = server.Value.PublicOrigin?.GetLeftPart(UriPartial.Authority);
        options.Signatures.AllowLegacyForms = server.Value.TakesLegacySignatures;
        if (server.Value.IsInteroperable)
        {
            options.AcceptLegacyMessages = true;
            options.UnsignedCalls |= UnsignedCalls.SenderNotifications | UnsignedCalls.InviteAcceptances;
        }

        if (server.Value.SignaturesRequired)
        {
            options.UnsignedCalls = UnsignedCalls.None;
        }
    }
}
