using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ocm.Samples.Federation.Vendors;

/// <summary>A small certificate authority, made for one story, and the servers' certificates by it.</summary>
internal sealed class VendorCertificates
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly string _folder;
    private readonly X509Certificate2 _authority;

    private VendorCertificates(string folder, X509Certificate2 authority)
    {
        _folder = folder;
        _authority = authority;
        AuthorityFile = Path.Join(folder, "authority.pem");
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate as a PEM file, for servers to trust.</summary>
    public string AuthorityFile { get; }

    public static VendorCertificates Make(string folder)
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Certificate authority of one story", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        return new VendorCertificates(folder, request.CreateSelfSigned(now.AddMinutes(-5), now + Lifetime));
    }

    /// <summary>Makes a certificate for a server on this machine.</summary>
    /// <returns>Its PEM file, which holds the key too.</returns>
    public string Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(16));
        var file = Path.Join(_folder, $"{name}.pem");
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }

    /// <summary>A client that trusts this authority and nobody else.</summary>
    public HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
