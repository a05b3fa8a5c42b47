using Ocm.Client.Http;
using Ocm.Samples.Peer.Configuration;

namespace Ocm.Samples.Peer.Federation;

/// <summary>Which servers may be called, and which certificates are believed.</summary>
internal static class OutgoingCalls
{
    // The SDK opens private networks by a switch, but loopback only by name: no product wants it outside of tests.
    private static readonly string[] Loopback = ["127.0.0.0/8", "::1"];

    public static void Configure(OcmHttpOptions http, PeerOptions options)
    {
        http.AllowHttp = options.AllowHttp;
        http.AllowPrivateNetworks = options.AllowPrivateNetworks;
        if (options.AllowPrivateNetworks)
        {
            foreach (var network in Loopback)
            {
                http.AllowedDestinations.Add(new AllowedDestination { Network = network });
            }
        }

        http.TrustedCertificates.AddRange(TlsCertificates.Trusted(options));
    }
}
