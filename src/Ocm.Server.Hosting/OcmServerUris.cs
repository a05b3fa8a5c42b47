using Microsoft.Extensions.Options;
using Ocm.Addresses;

namespace Ocm.Server;

/// <summary>The server's own identity and URLs, composed once of the configured origin.</summary>
internal sealed class OcmServerUris
{
    internal const string WellKnownPath = "/.well-known/ocm";

    public OcmServerUris(IOptions<OcmServerOptions> options)
    {
        var value = options.Value;
        Origin = value.PublicOrigin!.GetLeftPart(UriPartial.Authority);
        Host = value.Host;
        BasePath = value.BasePath;
        EndPoint = Origin + BasePath;
        JwksPath = BasePath + "/jwks";
        TokenPath = BasePath + "/token";
    }

    public string Origin { get; }

    public OcmHost Host { get; }

    public string BasePath { get; }

    public string EndPoint { get; }

    public string JwksPath { get; }

    public string TokenPath { get; }

    public string Absolute(string path) => Origin + path;
}
