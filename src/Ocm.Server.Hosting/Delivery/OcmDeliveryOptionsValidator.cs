using Microsoft.Extensions.Options;
using Ocm.Client.Http;

namespace Ocm.Server.Delivery;

/// <summary>Checks <see cref="OcmDeliveryOptions"/> at start-up; each message says what to set.</summary>
internal sealed class OcmDeliveryOptionsValidator(IOptions<OcmHttpOptions> http) : IValidateOptions<OcmDeliveryOptions>
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, OcmDeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> errors = [];
        Check(options.FirstAttemptTimeout, Millisecond, Hour, nameof(options.FirstAttemptTimeout), errors, "; WaitForFirstAttempt = false waits for nothing");
        Check(options.FirstRetryDelay, Millisecond, Month, nameof(options.FirstRetryDelay), errors);
        Check(options.MaxRetryDelay, options.FirstRetryDelay, Month, nameof(options.MaxRetryDelay), errors, ", not shorter than FirstRetryDelay");
        Check(options.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650), nameof(options.MaxAge), errors);
        Check(options.PollInterval, TimeSpan.FromMilliseconds(10), Hour, nameof(options.PollInterval), errors);
        Check(options.MaxRefusals, 1, 1000, nameof(options.MaxRefusals), errors);
        Check(options.MaxConcurrent, 1, 10_000, nameof(options.MaxConcurrent), errors);
        Check(options.MaxConcurrentPerServer, 1, 10_000, nameof(options.MaxConcurrentPerServer), errors);
        CheckLease(options.LeaseDuration, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    // A lease that ends during a call gives the same item to a second worker.
    private void CheckLease(TimeSpan lease, List<string> errors)
    {
        if (lease <= http.Value.CallTimeout || lease > TimeSpan.FromDays(1))
        {
            errors.Add($"OcmDeliveryOptions.LeaseDuration is out of range; set a time longer than OcmHttpOptions.CallTimeout ({http.Value.CallTimeout}) and up to one day, for example 00:02:00.");
        }
    }

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string property, List<string> errors, string hint = "")
    {
        if (value < least || value > most)
        {
            errors.Add($"OcmDeliveryOptions.{property} is out of range; set a time from {least} to {most}{hint}.");
        }
    }

    private static void Check(int value, int least, int most, string property, List<string> errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"OcmDeliveryOptions.{property} is out of range; set a number from {least} to {most}.");
        }
    }
}
