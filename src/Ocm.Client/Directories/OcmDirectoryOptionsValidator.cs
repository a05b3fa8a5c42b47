using System.Globalization;
using Microsoft.Extensions.Options;
using Ocm.Client.Http;

namespace Ocm.Client.Directories;

/// <summary>Checks <see cref="OcmDirectoryOptions"/> at start-up; each message says what to set.</summary>
internal sealed class OcmDirectoryOptionsValidator(IOptions<OcmHttpOptions> http, IOptions<OcmClientOptions> client) : IValidateOptions<OcmDirectoryOptions>
{
    private const int MaxServices = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, OcmDirectoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> errors = [];
        for (var i = 0; i < options.Services.Count; i++)
        {
            CheckService(options.Services[i], string.Create(CultureInfo.InvariantCulture, $"Services[{i}]"), errors);
        }

        if (options.Services.Count > MaxServices)
        {
            errors.Add($"OcmDirectoryOptions.Services has {options.Services.Count} entries; leave at most {MaxServices}.");
        }

        Check(options.MaxDocumentBytes is >= 1024 and <= 64 * 1024 * 1024, "MaxDocumentBytes is out of range; set 1 KiB to 64 MiB.", errors);
        Check(options.MaxServers is >= 1 and <= 1_000_000, "MaxServers is out of range; set 1 to 1,000,000.", errors);
        Check(IsIn(options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)), "Timeout is out of range; set 0.1 seconds to 5 minutes.", errors);
        Check(IsIn(options.MinAge, TimeSpan.Zero, options.MaxAge), "MinAge is out of range; set a time from zero to MaxAge.", errors);
        Check(IsIn(options.MaxAge, TimeSpan.Zero, Longest), "MaxAge is out of range; set a time up to 365 days.", errors);
        Check(IsIn(options.DefaultAge, options.MinAge, options.MaxAge), "DefaultAge is out of range; set a time from MinAge to MaxAge.", errors);
        Check(IsIn(options.FailureAge, TimeSpan.Zero, TimeSpan.FromDays(1)), "FailureAge is out of range; set a time up to one day.", errors);
        Check(IsIn(options.MaxStaleAge, TimeSpan.Zero, Longest), "MaxStaleAge is out of range; set a time up to 365 days.", errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsIn(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private static void Check(bool holds, string mend, List<string> errors)
    {
        if (!holds)
        {
            errors.Add($"OcmDirectoryOptions.{mend}");
        }
    }

    private void CheckService(DirectoryServiceOptions service, string path, List<string> errors)
    {
        Check(
            service.Url is { IsAbsoluteUri: true, UserInfo.Length: 0, Fragment.Length: 0 } url
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && http.Value.AllowHttp)),
            $"{path}.Url must be an absolute https URL without user name and fragment (OcmHttpOptions.AllowHttp allows http in tests).",
            errors);
        Check(
            service.Keys.Count > 0,
            $"{path}.Keys is empty; add the directory service's public key as a JSON Web Key, as its operator handed it over.",
            errors);
        for (var i = 0; i < service.Keys.Count; i++)
        {
            if (!DirectoryKeys.TryRead(service.Keys[i], client.Value.Signatures.AcceptedAlgorithms, out _, out var problem))
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"OcmDirectoryOptions.{path}.Keys[{i}] {problem}"));
            }
        }
    }
}
