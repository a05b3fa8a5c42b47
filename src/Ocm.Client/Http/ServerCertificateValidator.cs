using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>
/// Judges the certificates of other servers: the system's roots and the operator's, the name, the dates, and pins where
/// there are any. Nothing is downloaded while judging: issuer, CRL and OCSP addresses stand in the certificate, so a
/// stranger would choose them.
/// </summary>
internal sealed class ServerCertificateValidator
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _trusted;
    private readonly FrozenDictionary<string, byte[][]> _pins;

    internal ServerCertificateValidator(OcmHttpOptions options)
    {
        _trusted = [.. options.TrustedCertificates];
        _pins = options.PinnedCertificates.ToFrozenDictionary(
            p => OcmHost.Parse(p.Key).Name.Trim('[', ']'),
            p => p.Value.Select(Convert.FromBase64String).ToArray(),
            StringComparer.OrdinalIgnoreCase);
    }

    private static OcmFailure NoCertificate { get; } = Unreachable("The other server showed no certificate.");

    private static OcmFailure WrongName { get; } = Unreachable("The other server's certificate is for another name.");

    private static OcmFailure OutOfDate { get; } = Unreachable("The other server's certificate is expired or not yet valid.");

    private static OcmFailure Untrusted { get; } =
        Unreachable("The other server's certificate is not trusted. OcmHttpOptions.TrustedCertificates adds roots.");

    private static OcmFailure PinMismatch { get; } =
        Unreachable("The other server's certificate holds none of the keys that OcmHttpOptions.PinnedCertificates names for it.");

    /// <summary>The TLS settings of the HTTP handler. The protocol versions are the system's: naming them would freeze them.</summary>
    internal SslClientAuthenticationOptions CreateOptions() => new()
    {
        RemoteCertificateValidationCallback = Validate,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = CreatePolicy(),
    };

    private static X509ChainPolicy CreatePolicy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { new Oid(ServerAuthentication) },
    };

    // Throws instead of returning false: the exception carries the reason through the handler.
    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            throw new PeerConnectException(NoCertificate);
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new PeerConnectException(WrongName);
        }

        var pins = PinsFor(sender);
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return IsPinned(chain, pins) ? true : throw new PeerConnectException(PinMismatch);
        }

        using var own = new X509Chain { ChainPolicy = CreatePolicy() };
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_trusted);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        try
        {
            if (_trusted.Count == 0 || !own.Build(leaf))
            {
                var judged = _trusted.Count == 0 ? chain : own;
                throw new PeerConnectException(IsOutOfDateOnly(judged) ? OutOfDate : Untrusted);
            }

            return IsPinned(own, pins) ? true : throw new PeerConnectException(PinMismatch);
        }
        finally
        {
            foreach (var element in own.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    private byte[][]? PinsFor(object sender)
    {
        if (_pins.Count == 0)
        {
            return null;
        }

        // Not knowing the name must not mean not checking the pin.
        var name = (sender as SslStream)?.TargetHostName;
        return string.IsNullOrEmpty(name)
            ? throw new PeerConnectException(PinMismatch)
            : _pins.GetValueOrDefault(name.Trim('[', ']'));
    }

    private static bool IsPinned(X509Chain chain, byte[][]? pins)
    {
        if (pins is null)
        {
            return true;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var element in chain.ChainElements)
        {
            SHA256.HashData(element.Certificate.PublicKey.ExportSubjectPublicKeyInfo(), hash);
            foreach (var pin in pins)
            {
                if (hash.SequenceEqual(pin))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsOutOfDateOnly(X509Chain chain) =>
        chain.ChainStatus.Length > 0 && Array.TrueForAll(chain.ChainStatus, s => s.Status == X509ChainStatusFlags.NotTimeValid);

    private static OcmFailure Unreachable(string message) => new(OcmFailureKind.Unreachable, message);
}
