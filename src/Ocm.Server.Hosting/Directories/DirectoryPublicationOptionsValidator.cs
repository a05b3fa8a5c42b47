using Microsoft.Extensions.Options;
using Ocm.Directories;
using Ocm.Serialization;

namespace Ocm.Server.Directories;

/// <summary>Says at start-up what is wrong with a directory that is to be published.</summary>
internal sealed class DirectoryPublicationOptionsValidator : IValidateOptions<DirectoryPublicationOptions>
{
    public ValidateOptionsResult Validate(string? name, DirectoryPublicationOptions options)
    {
        List<string> failures = [];
        if (options.Key is null)
        {
            failures.Add("DirectoryPublicationOptions.Key is not set; set the directory's signing key, such as LocalSigningKey.ImportJson(…).");
        }

        if (options.MaxAge < TimeSpan.Zero || options.MaxAge > TimeSpan.FromDays(365))
        {
            failures.Add("DirectoryPublicationOptions.MaxAge is out of range; set a time up to 365 days.");
        }

        var document = options.ToDocument();
        if (OcmJson.Read<DirectoryDocument>(OcmJson.Write(document)) is { Failure: { } failure })
        {
            failures.AddRange(failure.ValidationErrors.Select(error => $"DirectoryPublicationOptions: {error.Name} {error.Message}."));
        }

        foreach (var twice in document.Servers.GroupBy(HostOf).Where(group => group.Key is not null && group.Skip(1).Any()))
        {
            failures.Add($"DirectoryPublicationOptions.Servers lists {twice.Key} more than once; keep one entry.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static Addresses.OcmHost? HostOf(DirectoryServer server) => DirectoryServer.TryReadUrl(server.Url, out var host, out _) ? host : null;
}
