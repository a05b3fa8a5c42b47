using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Signatures;

namespace Ocm.Client;

/// <summary>Checks <see cref="OcmClientOptions"/> at start-up; each message says what to set.</summary>
internal sealed class OcmClientOptionsValidator(IOptions<OcmHttpOptions> http, IServiceProviderIsService registered)
    : IValidateOptions<OcmClientOptions>
{
    // Longer timers do not exist (2^32 - 2 ms).
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, OcmClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> errors = [];
        CheckOrigin(options.PublicOrigin, errors);
        CheckForeignEndpoints(options.ForeignEndpoints, errors);
        if (options.PeerProfiles.Any(entry => entry.Value is null || !OcmHost.TryParse(entry.Key, out _)))
        {
            errors.Add("OcmClientOptions.PeerProfiles holds something that is no host with a profile; set host[:port] to a PeerProfile.");
        }

        if (options.PeerProfileRules.Any(rule => rule is not { AppliesTo: not null, Profile: not null }))
        {
            errors.Add("OcmClientOptions.PeerProfileRules holds a rule without a condition or a profile; add new PeerProfileRule(server => …, PeerProfile.Multi).");
        }

        CheckSignatures(options.Signatures, errors);
        CheckKeys(options.SigningKeys, errors);
        CheckLookups(options.Lookups, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckForeignEndpoints(IDictionary<string, IList<string>> foreign, List<string> errors)
    {
        if (foreign.Any(entry => !OcmHost.TryParse(entry.Key, out _) || entry.Value?.All(host => OcmHost.TryParse(host, out _)) != true))
        {
            errors.Add("OcmClientOptions.ForeignEndpoints holds something that is no host; set host[:port] to a list of host[:port].");
        }
    }

    private static void CheckSignatures(OcmSignatureOptions options, List<string> errors)
    {
        Check(options.FreshnessWindow, TimeSpan.FromSeconds(1), Day, "Signatures.FreshnessWindow", errors);
        Check(options.ClockSkew, TimeSpan.Zero, TimeSpan.FromHours(1), "Signatures.ClockSkew", errors);
        if (options.AcceptedAlgorithms?.All.Any() != true)
        {
            errors.Add("OcmClientOptions.Signatures.AcceptedAlgorithms is empty; leave it at HttpSignatureAlgorithms.Default or add an algorithm.");
        }
    }

    private static void CheckKeys(SigningKeyOptions options, List<string> errors)
    {
        if (!HttpSignatureAlgorithms.Default.TryGet(options.Algorithm ?? string.Empty, out var algorithm) || options.Algorithm == JoseAlgorithms.EdDsa)
        {
            errors.Add("OcmClientOptions.SigningKeys.Algorithm is not a JOSE name that new keys can have; set one of JoseAlgorithms, for example Ed25519.");
        }
        else if (!algorithm.IsSupported)
        {
            errors.Add($"OcmClientOptions.SigningKeys.Algorithm is {algorithm.Name}, which this platform lacks; set another of JoseAlgorithms, for example Ed25519.");
        }

        Check(options.RefreshInterval, TimeSpan.FromSeconds(1), Day, "SigningKeys.RefreshInterval", errors);
        Check(options.RetentionPeriod, TimeSpan.FromMinutes(5), TimeSpan.FromDays(3650), "SigningKeys.RetentionPeriod", errors);
        if (options.ActivationDelay <= options.RefreshInterval || options.ActivationDelay > TimeSpan.FromDays(30))
        {
            errors.Add("OcmClientOptions.SigningKeys.ActivationDelay is out of range; set a time longer than RefreshInterval and up to 30 days, "
                + "so that every node publishes a new key before any signs with it.");
        }

        if (options.RotationInterval <= options.ActivationDelay)
        {
            errors.Add("OcmClientOptions.SigningKeys.RotationInterval is too short; set a time longer than ActivationDelay, for example 90 days, or null.");
        }
    }

    private static void CheckLookups(PeerLookupOptions options, List<string> errors)
    {
        CheckCache(options.Discovery, "Lookups.Discovery", errors);
        CheckCache(options.Keys, "Lookups.Keys", errors);
        Check(options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), "Lookups.Timeout", errors);
        Check(options.MaxDocumentBytes, 4096, 16 * 1024 * 1024, "Lookups.MaxDocumentBytes", errors);
        Check(options.MaxConcurrent, 1, 100_000, "Lookups.MaxConcurrent", errors);
        Check(options.MaxWaiting, 0, 10_000_000, "Lookups.MaxWaiting", errors);
    }

    private static void CheckCache(PeerCacheOptions options, string path, List<string> errors)
    {
        Check(options.MaxServers, 1, 100_000_000, $"{path}.MaxServers", errors);
        Check(options.MaxBytes, 64 * 1024, 1L << 40, $"{path}.MaxBytes", errors);
        Check(options.MinAge, TimeSpan.Zero, LongestTimer, $"{path}.MinAge", errors);
        Check(options.MaxAge, options.MinAge, LongestTimer, $"{path}.MaxAge", errors);
        Check(options.DefaultAge, options.MinAge, options.MaxAge, $"{path}.DefaultAge", errors);
        Check(options.FailureAge, TimeSpan.Zero, TimeSpan.FromHours(1), $"{path}.FailureAge", errors);
        Check(options.MinRefetchInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), $"{path}.MinRefetchInterval", errors);
    }

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string path, List<string> errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"OcmClientOptions.{path} is out of range; set a time from {least} to {most}.");
        }
    }

    private static void Check(long value, long least, long most, string path, List<string> errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"OcmClientOptions.{path} is out of range; set a number from {least} to {most}.");
        }
    }

    private void CheckOrigin(string? origin, List<string> errors)
    {
        if (origin is null)
        {
            if (registered.IsService(typeof(ISigningKeyStore)))
            {
                errors.Add("OcmClientOptions.PublicOrigin is not set, and signing keys are named after it; set the origin that other servers see, for example https://cloud.example.org.");
            }

            return;
        }

        if (!PublicOrigins.TryParse(origin, out var uri, out _))
        {
            errors.Add("OcmClientOptions.PublicOrigin is no origin; set scheme and host, with a port where it is not the default, and nothing else, for example https://cloud.example.org.");
        }
        else if (uri.Scheme != Uri.UriSchemeHttps && !http.Value.AllowHttp)
        {
            errors.Add("OcmClientOptions.PublicOrigin is not https; set an https origin, or OcmHttpOptions.AllowHttp in tests.");
        }
    }
}
