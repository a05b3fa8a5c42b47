using System.Text.Json;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>Reads <see cref="PeerOptions"/> from configuration and reports all mistakes at once.</summary>
internal static class PeerOptionsReader
{
    /// <exception cref="PeerConfigurationException">Something is missing, unknown or malformed.</exception>
    public static PeerOptions Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        var peer = new SettingsReader(configuration.GetSection("Peer"), errors);
        var origin = ReadOrigin(peer);
        var mode = peer.Choice<PeerMode>(nameof(PeerOptions.Mode));
        var options = new PeerOptions
        {
            PublicOrigin = origin ?? new Uri("https://localhost"),
            Listen = ReadListen(peer, httpsByDefault: origin?.Scheme != Uri.UriSchemeHttp),
            TlsCertificate = peer.Text(nameof(PeerOptions.TlsCertificate)),
            TlsKey = peer.Text(nameof(PeerOptions.TlsKey)),
            TrustedCertificates = peer.Text(nameof(PeerOptions.TrustedCertificates)),
            DataDirectory = peer.Text(nameof(PeerOptions.DataDirectory)) ?? "peer-data",
            Store = peer.Choice(nameof(PeerOptions.Store), PeerStore.Sqlite),
            ConnectionString = peer.Text(nameof(PeerOptions.ConnectionString)),
            Users =
            [
                .. peer.Sections(nameof(PeerOptions.Users)).Select(section => ReadUser(section, errors)),
                .. configuration.GetSection(PeerArguments.CommandLineUsers).GetChildren().Select(section => ReadUser(section, errors)),
            ],
            SignatureAlgorithm = peer.Text(nameof(PeerOptions.SignatureAlgorithm)) ?? "Ed25519",
            Mode = mode,

            // Who lets servers in that cannot sign does not demand signatures of all.
            Criteria = peer.List(nameof(PeerOptions.Criteria)) ?? (mode == PeerMode.Interoperable ? [] : ["must-use-http-sig"]),
            AllowList = peer.List(nameof(PeerOptions.AllowList)) ?? [],
            DenyList = peer.List(nameof(PeerOptions.DenyList)) ?? [],
            AllowHttp = peer.Flag(nameof(PeerOptions.AllowHttp)),
            AllowPrivateNetworks = peer.Flag(nameof(PeerOptions.AllowPrivateNetworks)),
            AutoAccept = peer.Flag(nameof(PeerOptions.AutoAccept)),
            GivenIdentifiers = peer.Flag(nameof(PeerOptions.GivenIdentifiers)),
            ShareRequests = peer.Choice<PeerShareRequests>(nameof(PeerOptions.ShareRequests)),
            DirectoryServices = [.. peer.Sections(nameof(PeerOptions.DirectoryServices)).Select(section => ReadDirectory(section, errors)).OfType<DirectoryServiceOptions>()],
            FreshnessSeconds = peer.Number(nameof(PeerOptions.FreshnessSeconds), 1, 86_400) ?? 300,
            ClockSkewSeconds = peer.Number(nameof(PeerOptions.ClockSkewSeconds), 0, 3_600) ?? 60,
            TokenLifetimeSeconds = peer.Number(nameof(PeerOptions.TokenLifetimeSeconds), 1, 86_400) ?? 300,
            RateLimit = peer.Number(nameof(PeerOptions.RateLimit), 1, 1_000_000),
        };
        peer.RefuseOthers();
        if (origin is not null)
        {
            errors.AddRange(PeerOptionsValidator.Validate(options));
        }

        return errors.Count == 0 ? options : throw new PeerConfigurationException(errors);
    }

    private static Uri? ReadOrigin(SettingsReader peer)
    {
        if (peer.Text(nameof(PeerOptions.PublicOrigin)) is not { } text)
        {
            peer.Error(nameof(PeerOptions.PublicOrigin), "is missing: give the origin that other servers see, e.g. --Peer:PublicOrigin=https://localhost:19402.");
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var origin))
        {
            return origin;
        }

        peer.Error(nameof(PeerOptions.PublicOrigin), $"is '{text}': write scheme, host and port, e.g. https://localhost:19402.");
        return null;
    }

    private static ListenAddress? ReadListen(SettingsReader peer, bool httpsByDefault)
    {
        if (peer.Text(nameof(PeerOptions.Listen)) is not { } text)
        {
            return null;
        }

        if (ListenAddress.TryParse(text, httpsByDefault, out var address))
        {
            return address;
        }

        peer.Error(nameof(PeerOptions.Listen), $"is '{text}': write an address to bind, e.g. https://127.0.0.1:8443, http://localhost:8080 or http://*:8080.");
        return null;
    }

    private static PeerUserOptions ReadUser(IConfigurationSection section, List<string> errors)
    {
        var reader = new SettingsReader(section, errors);
        var user = new PeerUserOptions
        {
            Name = reader.Required(nameof(PeerUserOptions.Name)),
            Password = reader.Required(nameof(PeerUserOptions.Password)),
            DisplayName = reader.Text(nameof(PeerUserOptions.DisplayName)),
            Email = reader.Text(nameof(PeerUserOptions.Email)),
            Groups = reader.List(nameof(PeerUserOptions.Groups)) ?? [],
            Mfa = reader.Flag(nameof(PeerUserOptions.Mfa)),
        };
        reader.RefuseOthers();
        return user;
    }

    private static DirectoryServiceOptions? ReadDirectory(IConfigurationSection section, List<string> errors)
    {
        var reader = new SettingsReader(section, errors);
        var url = reader.Required(nameof(DirectoryServiceOptions.Url));
        var key = reader.Text(nameof(DirectoryServiceOptions.Jwk)) ?? ReadKey(reader.Sections(nameof(DirectoryServiceOptions.Jwk)));
        reader.RefuseOthers();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            if (url.Length > 0)
            {
                reader.Error(nameof(DirectoryServiceOptions.Url), $"is '{url}': write an absolute URL.");
            }

            return null;
        }

        if (key is null)
        {
            reader.Error(nameof(DirectoryServiceOptions.Jwk), "is missing: give the directory service's public key, as its operator handed it over.");
            return null;
        }

        return new DirectoryServiceOptions { Url = uri, Jwk = key };
    }

    // In the file a key may stand as JSON itself; configuration then hands it over member by member.
    private static string? ReadKey(IEnumerable<IConfigurationSection> members)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            var any = false;
            writer.WriteStartObject();
            foreach (var member in members.Where(member => member.Value is not null))
            {
                any = true;
                writer.WriteString(member.Key, member.Value);
            }

            writer.WriteEndObject();
            if (!any)
            {
                return null;
            }
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }
}
