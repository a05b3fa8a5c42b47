using Microsoft.Extensions.Options;

namespace Ocm.Client.Access;

/// <summary>Refuses limits that would switch a protection off or access as a whole.</summary>
internal sealed class OcmAccessOptionsValidator : IValidateOptions<OcmAccessOptions>
{
    public ValidateOptionsResult Validate(string? name, OcmAccessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var result = new ValidateOptionsResultBuilder();
        Positive(result, nameof(options.MaxListingBytes), options.MaxListingBytes);
        Positive(result, nameof(options.MaxListingEntries), options.MaxListingEntries);
        Positive(result, nameof(options.MaxTrackedShares), options.MaxTrackedShares);
        Positive(result, nameof(options.ListingTimeout), options.ListingTimeout.Ticks);
        Positive(result, nameof(options.TreeTimeout), options.TreeTimeout.Ticks);
        Positive(result, nameof(options.MaxTokenLifetime), options.MaxTokenLifetime.Ticks);
        if (options.MaxListingDepth < 8)
        {
            result.AddError("must be at least 8", nameof(options.MaxListingDepth));
        }

        if (options.TokenRenewalMargin < TimeSpan.Zero)
        {
            result.AddError("must not be negative", nameof(options.TokenRenewalMargin));
        }

        return result.Build();
    }

    private static void Positive(ValidateOptionsResultBuilder result, string name, long value)
    {
        if (value <= 0)
        {
            result.AddError("must be greater than zero", name);
        }
    }
}
