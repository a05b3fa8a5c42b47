using System.Text.Json;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>
/// Turns the command line into configuration: the file of <c>--config</c>, over it the environment, over that the
/// command line's own settings.
/// </summary>
internal static class PeerArguments
{
    public const string Usage = """
        Ocm.Samples.Peer: a small file server that speaks Open Cloud Mesh.

          --config FILE          settings as JSON: { "Peer": { "PublicOrigin": "https://localhost:19402", ... } }
          --Peer:Key=value       one setting, e.g. --Peer:Store=memory; also as environment variable Peer__Key
          --user NAME:PASSWORD   a user; may be repeated (other users of this machine can see it: for tests)
          --Logging:Key=value    logging, e.g. --Logging:LogLevel:Default=Debug
          --help                 this text

        Keys: PublicOrigin (required), Listen, TlsCertificate, TlsKey, TrustedCertificates, DataDirectory, Store,
        ConnectionString, Users, SignatureAlgorithm, Mode, Criteria, AllowList, DenyList, AllowHttp,
        AllowPrivateNetworks, AutoAccept, GivenIdentifiers, ShareRequests, DirectoryServices, FreshnessSeconds,
        ClockSkewSeconds, TokenLifetimeSeconds, RateLimit.
        """;

    // A section of its own, so that a user of the command line does not replace the first one of the file.
    public const string CommandLineUsers = "CommandLineUsers";

    /// <summary>Whether the command line asks for help.</summary>
    public static bool AsksForHelp(IEnumerable<string> args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="PeerConfigurationException">An argument is unknown, or the file cannot be read.</exception>
    public static IConfigurationRoot Read(IReadOnlyList<string> args)
    {
        var errors = new List<string>();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        string? file = null;
        var users = 0;
        for (var i = 0; i < args.Count; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? args[i] : args[i][..equals];
            var isKey = name.StartsWith("--Peer:", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("--Logging:", StringComparison.OrdinalIgnoreCase);
            if (!isKey && name is not ("--config" or "--user"))
            {
                errors.Add($"Unknown argument '{name}': --help lists the arguments.");
                continue;
            }

            var hasNext = i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            if (equals < 0 && !hasNext)
            {
                errors.Add($"{name} needs a value: {name}=value.");
                continue;
            }

            var value = equals < 0 ? args[++i] : args[i][(equals + 1)..];
            switch (name)
            {
                case "--config":
                    file = value;
                    break;
                case "--user":
                    AddUser(value, users++, settings, errors);
                    break;
                default:
                    settings[name[2..]] = value;
                    break;
            }
        }

        var builder = new ConfigurationBuilder();
        using var json = file is null ? null : OpenFile(file, errors);
        if (errors.Count > 0)
        {
            throw new PeerConfigurationException(errors);
        }

        if (json is not null)
        {
            builder.AddJsonStream(json);
        }

        try
        {
            return builder.AddEnvironmentVariables().AddInMemoryCollection(settings).Build();
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidDataException)
        {
            throw new PeerConfigurationException($"The configuration file '{file}' is not valid JSON: {e.Message}", e);
        }
    }

    private static void AddUser(string value, int index, Dictionary<string, string?> settings, List<string> errors)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == value.Length - 1)
        {
            errors.Add("--user needs NAME:PASSWORD."); // without the value: it may be a password
            return;
        }

        settings[$"{CommandLineUsers}:{index}:Name"] = value[..colon];
        settings[$"{CommandLineUsers}:{index}:Password"] = value[(colon + 1)..];
    }

    private static MemoryStream? OpenFile(string file, List<string> errors)
    {
        try
        {
            return new MemoryStream(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add($"The configuration file '{file}' does not exist: check the path after --config.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add($"The configuration file '{file}' cannot be read: check that it is a file and its permissions.");
        }

        return null;
    }
}
