using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ocm.Client.Tests.Http;

/// <summary>A certificate authority of a test's own.</summary>
internal sealed class TestCertificates : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=Test root", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Root = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
    }

    public X509Certificate2 Root { get; }

    // The system judges dates by the system's clock.
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static string Pin(X509Certificate2 certificate) =>
        Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    public X509Certificate2 CreateExpired(string host) => Create(host, Now.AddDays(-30), Now.AddDays(-1));

    public X509Certificate2 Create(string host) => Create(host, Now.AddDays(-1), Now.AddDays(30));

    public X509Certificate2 CreateForClients(string host) => Create(host, Now.AddDays(-1), Now.AddDays(30), "1.3.6.1.5.5.7.3.2");

    /// <summary>A certificate that names URLs for its issuer, its revocation list and its status.</summary>
    public X509Certificate2 CreateWithUrls(string host, string baseUrl) => Create(
        host,
        Now.AddDays(-1),
        Now.AddDays(30),
        ServerAuthentication,
        new X509AuthorityInformationAccessExtension([$"{baseUrl}ocsp"], [$"{baseUrl}issuer.cer"]),
        CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{baseUrl}list.crl"]));

    public void Dispose()
    {
        Root.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Create(
        string host, DateTimeOffset from, DateTimeOffset to, string purpose = ServerAuthentication, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var certificate = request.Create(Root, from, to, RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);

        // Through PKCS #12, because TLS servers do not take every kind of key object.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
