using System.Text.Json;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>Checks settings as a whole. Each message names the setting and the mend.</summary>
internal static class PeerOptionsValidator
{
    private static readonly string[] Criteria = ["must-use-http-sig", "must-exchange-token", "must-invite", "allowlist", "denylist"];
    private static readonly string[] Algorithms = ["Ed25519", "ES256", "ES384", "RS256", "PS256", "PS512", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    public static IEnumerable<string> Validate(PeerOptions options) =>
        Origin(options)
            .Concat(Users(options.Users))
            .Concat(Lists(options))
            .Concat(Others(options));

    private static IEnumerable<string> Origin(PeerOptions options)
    {
        var origin = options.PublicOrigin;
        if (origin.Scheme != Uri.UriSchemeHttps && origin.Scheme != Uri.UriSchemeHttp)
        {
            yield return $"Peer:PublicOrigin has the scheme '{origin.Scheme}': write https://host:port.";
            yield break;
        }

        if (origin.UserInfo.Length > 0 || origin.PathAndQuery != "/" || origin.Fragment.Length > 0 || origin.OriginalString.Contains('?', StringComparison.Ordinal))
        {
            yield return $"Peer:PublicOrigin is more than an origin: write {origin.GetLeftPart(UriPartial.Scheme)}{origin.Authority} without a path, query or user.";
        }

        if (origin.Port == 0)
        {
            yield return "Peer:PublicOrigin has port 0: other servers need to know the port, so write one.";
        }

        if (origin.Scheme == Uri.UriSchemeHttp && !options.AllowHttp)
        {
            yield return "Peer:PublicOrigin is http: use https, or for tests set Peer:AllowHttp=true.";
        }
    }

    private static IEnumerable<string> Users(IReadOnlyList<PeerUserOptions> users)
    {
        foreach (var user in users.Where(user => user.Name.Contains(':', StringComparison.Ordinal) || user.Name.Any(char.IsControl)))
        {
            yield return $"The user name '{user.Name}' has a colon or a control character: HTTP Basic cannot carry it, choose another.";
        }

        foreach (var group in users.Where(user => user.Name.Length > 0).GroupBy(user => user.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"The user '{group.Key}' is configured more than once: keep one in Peer:Users or --user.";
        }
    }

    private static IEnumerable<string> Lists(PeerOptions options)
    {
        foreach (var criterion in options.Criteria.Except(Criteria, StringComparer.Ordinal))
        {
            yield return $"Peer:Criteria has '{criterion}': choose from {string.Join(", ", Criteria)}.";
        }

        foreach (var (key, hosts) in new[] { ("AllowList", options.AllowList), ("DenyList", options.DenyList) })
        {
            foreach (var host in hosts.Where(host => !Uri.TryCreate($"https://{(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host)}/", UriKind.Absolute, out var uri) || uri.AbsolutePath != "/" || uri.UserInfo.Length > 0))
            {
                yield return $"Peer:{key} has '{host}': write a host, host:port, or *.host for all below it.";
            }
        }
    }

    private static IEnumerable<string> Others(PeerOptions options)
    {
        if (!Algorithms.Contains(options.SignatureAlgorithm, StringComparer.Ordinal))
        {
            yield return $"Peer:SignatureAlgorithm is '{options.SignatureAlgorithm}': choose one of {string.Join(", ", Algorithms)}.";
        }

        if (options is { Store: PeerStore.Postgres, ConnectionString: null })
        {
            yield return "Peer:Store is postgres, so Peer:ConnectionString is needed, e.g. Host=localhost;Database=ocm;Username=ocm.";
        }

        if (options is { TlsKey: not null, TlsCertificate: null })
        {
            yield return "Peer:TlsKey is set without Peer:TlsCertificate: set both or neither.";
        }

        foreach (var directory in options.DirectoryServices)
        {
            if (directory.Url.Scheme != Uri.UriSchemeHttps && !(options.AllowHttp && directory.Url.Scheme == Uri.UriSchemeHttp))
            {
                yield return $"Peer:DirectoryServices has '{directory.Url}': write an https URL.";
            }

            if (!IsJsonObject(directory.Jwk))
            {
                yield return $"Peer:DirectoryServices has a jwk for '{directory.Url}' that is no JSON object: write a JWK (RFC 7517).";
            }
        }
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
