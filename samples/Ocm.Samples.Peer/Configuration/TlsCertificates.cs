using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>The listener's certificate and the roots that outgoing calls trust.</summary>
public static class TlsCertificates
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Where the self-signed certificate lies, for those who want to trust it.</summary>
    public static string SelfSignedPath(string dataDirectory) => Path.Join(dataDirectory, "tls", "certificate.pem");

    /// <summary>
    /// The certificate of an https listener and what a server sends after it: the configured one, or a self-signed one
    /// that is made once and kept under the data folder.
    /// </summary>
    /// <exception cref="PeerConfigurationException">A file cannot be read or does not fit.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ForListener(PeerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.TlsCertificate is not { } file)
        {
            return (SelfSigned(options, time), []);
        }

        var chain = LoadAll(file, "Peer:TlsCertificate");
        try
        {
            return (Usable(X509Certificate2.CreateFromPemFile(file, options.TlsKey)), chain);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new PeerConfigurationException(
                $"The key for Peer:TlsCertificate cannot be read from '{options.TlsKey ?? file}': give the certificate's own unencrypted PEM key as Peer:TlsKey.", e);
        }
    }

    /// <summary>The certificates of <c>Peer:TrustedCertificates</c>; none where it is not set.</summary>
    /// <exception cref="PeerConfigurationException">The file cannot be read.</exception>
    public static X509Certificate2Collection Trusted(PeerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.TrustedCertificates is { } file ? LoadAll(file, "Peer:TrustedCertificates") : [];
    }

    private static X509Certificate2Collection LoadAll(string file, string setting)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new PeerConfigurationException($"{setting} '{file}' cannot be read: give a readable PEM file with certificates.", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new PeerConfigurationException($"{setting} '{file}' has no certificate in it: give a PEM file with -----BEGIN CERTIFICATE-----.");
    }

    private static X509Certificate2 SelfSigned(PeerOptions options, TimeProvider time)
    {
        var file = SelfSignedPath(options.DataDirectory);
        var now = time.GetUtcNow();
        if (Existing(file) is { } existing)
        {
            if (existing.NotAfter.ToUniversalTime() > (now + RenewBefore).UtcDateTime && existing.MatchesHostname(options.PublicOrigin.Host))
            {
                return existing;
            }

            existing.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(NewSubject(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        AddHost(names, options.PublicOrigin);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now + Lifetime);
        Write(file, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return Usable(X509Certificate2.CreateFromPemFile(file));
    }

    // A name of its own: who trusts the certificates of two servers must be able to tell one issuer from the other.
    private static X500DistinguishedName NewSubject()
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("Ocm.Samples.Peer");
        subject.Add("2.5.4.5", RandomNumberGenerator.GetHexString(16)); // serialNumber
        return subject.Build();
    }

    private static void AddHost(SubjectAlternativeNameBuilder names, Uri origin)
    {
        if (origin.HostNameType == UriHostNameType.Dns)
        {
            if (!origin.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                names.AddDnsName(origin.IdnHost);
            }
        }
        else if (IPAddress.TryParse(origin.Host, out var address) && !IPAddress.IsLoopback(address))
        {
            names.AddIpAddress(address);
        }
    }

    private static X509Certificate2? Existing(string file)
    {
        try
        {
            return File.Exists(file) ? Usable(X509Certificate2.CreateFromPemFile(file)) : null;
        }
        catch (CryptographicException)
        {
            return null; // damaged: make a new one
        }
    }

    // The key is readable by its owner from the first byte on, and the file appears as a whole.
    private static void Write(string file, string pem)
    {
        var folder = Path.GetDirectoryName(file)!;
        OwnerOnlyFolder.Create(folder);
        var temporary = Path.Join(folder, Path.GetRandomFileName());
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(temporary, how))
        {
            writer.Write(pem);
        }

        File.Move(temporary, file, overwrite: true);
    }

    // Windows cannot serve TLS with a key that exists in memory only.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
