using Microsoft.Extensions.Options;
using Ocm.Addresses;

namespace Ocm.Client.Http;

/// <summary>Checks <see cref="OcmHttpOptions"/> at start-up; each message says what to set.</summary>
internal sealed class OcmHttpOptionsValidator : IValidateOptions<OcmHttpOptions>
{
    // Longer timers do not exist (2^32 - 2 ms).
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    public ValidateOptionsResult Validate(string? name, OcmHttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        CheckTimes(options, errors);
        CheckLimits(options, errors);
        CheckCircuitBreaker(options.CircuitBreaker, errors);
        CheckDestinations(options, errors);
        CheckPins(options, errors);
        if (options.Proxy is not null && options.UseSystemProxy)
        {
            errors.Add("OcmHttpOptions.Proxy and UseSystemProxy are both set; keep one of them.");
        }

        if (!IsUserAgent(options.ClientUserAgent))
        {
            errors.Add("OcmHttpOptions.ClientUserAgent is no User-Agent; set products such as \"Example/2.1\".");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckTimes(OcmHttpOptions options, List<string> errors)
    {
        CheckPositive(options.ConnectTimeout, nameof(options.ConnectTimeout), "00:00:10", errors);
        CheckPositive(options.CallTimeout, nameof(options.CallTimeout), "00:00:30", errors);
        CheckPositive(options.IdleReadTimeout, nameof(options.IdleReadTimeout), "00:00:30", errors);
        CheckPositive(options.RetryDelay, nameof(options.RetryDelay), "00:00:00.5", errors);
        CheckPositive(options.ConnectionLifetime, nameof(options.ConnectionLifetime), "00:05:00", errors);
        if (options.MaxRetryAfter < TimeSpan.Zero || options.MaxRetryAfter > LongestTimer)
        {
            errors.Add("OcmHttpOptions.MaxRetryAfter is out of range; set a time from 00:00:00 to 49 days.");
        }
    }

    private static void CheckPositive(TimeSpan value, string property, string example, List<string> errors)
    {
        if (value <= TimeSpan.Zero || value > LongestTimer)
        {
            errors.Add($"OcmHttpOptions.{property} is out of range; set a time over zero and up to 49 days, for example {example}.");
        }
    }

    private static void CheckLimits(OcmHttpOptions options, List<string> errors)
    {
        CheckRange(options.MaxResponseBytes, 1024, 1024 * 1024 * 1024, nameof(options.MaxResponseBytes), errors);
        CheckRange(options.MaxResponseHeadersLength, 1, 1024, nameof(options.MaxResponseHeadersLength), errors);
        CheckRange(options.MaxConcurrentCallsPerServer, 1, 10_000, nameof(options.MaxConcurrentCallsPerServer), errors);
        CheckRange(options.MaxConcurrentStreamsPerServer, 1, 10_000, nameof(options.MaxConcurrentStreamsPerServer), errors);
        CheckRange(options.MaxQueuedCallsPerServer, 0, 1_000_000, nameof(options.MaxQueuedCallsPerServer), errors);
        CheckRange(options.MaxTrackedServers, 1, 10_000_000, nameof(options.MaxTrackedServers), errors);
        CheckRange(options.MaxRetries, 0, 10, nameof(options.MaxRetries), errors);
    }

    private static void CheckRange(int value, int least, int most, string property, List<string> errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"OcmHttpOptions.{property} is out of range; set a number from {least} to {most}.");
        }
    }

    private static void CheckCircuitBreaker(OcmCircuitBreakerOptions options, List<string> errors)
    {
        var shortest = TimeSpan.FromSeconds(0.5);
        var longest = TimeSpan.FromDays(1);
        if (!(options.FailureRatio > 0 && options.FailureRatio <= 1))
        {
            errors.Add("OcmHttpOptions.CircuitBreaker.FailureRatio is out of range; set a share over 0 and up to 1, for example 0.5.");
        }

        if (options.SamplingDuration < shortest || options.SamplingDuration > longest)
        {
            errors.Add("OcmHttpOptions.CircuitBreaker.SamplingDuration is out of range; set a time from 00:00:00.5 to one day.");
        }

        if (options.MinimumThroughput < 2)
        {
            errors.Add("OcmHttpOptions.CircuitBreaker.MinimumThroughput is out of range; set 2 or more.");
        }

        if (options.BreakDuration < shortest || options.BreakDuration > longest)
        {
            errors.Add("OcmHttpOptions.CircuitBreaker.BreakDuration is out of range; set a time from 00:00:00.5 to one day.");
        }
    }

    private static void CheckDestinations(OcmHttpOptions options, List<string> errors)
    {
        if (options.AllowedPorts.Any(p => p is < 1 or > 65535))
        {
            errors.Add("OcmHttpOptions.AllowedPorts holds a number that is no port; set ports from 1 to 65535, or none for all.");
        }

        for (var i = 0; i < options.AllowedDestinations.Count; i++)
        {
            var entry = options.AllowedDestinations[i];
            var at = $"OcmHttpOptions.AllowedDestinations[{i}]";
            if (entry is null || (string.IsNullOrEmpty(entry.Host) && string.IsNullOrEmpty(entry.Network) && entry.Port is null))
            {
                errors.Add($"{at} is empty; set Host, Network or Port. OcmHttpOptions.AllowPrivateNetworks opens all private networks.");
                continue;
            }

            if (!string.IsNullOrEmpty(entry.Host) && !IsHostName(entry.Host))
            {
                errors.Add($"{at}.Host is no host; set a name such as \"example.org\" without scheme, port and wildcard.");
            }

            if (!string.IsNullOrEmpty(entry.Network) && !AllowedDestinationNetwork.TryParse(entry.Network, out _))
            {
                errors.Add($"{at}.Network is no network; set one such as \"10.1.0.0/16\" (no bits after the prefix), or an address.");
            }

            if (entry.Port is < 1 or > 65535)
            {
                errors.Add($"{at}.Port is no port; set a number from 1 to 65535.");
            }
        }
    }

    private static void CheckPins(OcmHttpOptions options, List<string> errors)
    {
        foreach (var (host, pins) in options.PinnedCertificates)
        {
            if (!IsHostName(host))
            {
                errors.Add("OcmHttpOptions.PinnedCertificates has a key that is no host; set a name such as \"cloud.example.org\" without port.");
            }

            if (pins is not { Count: > 0 } || pins.Any(p => !IsSha256(p)))
            {
                errors.Add("OcmHttpOptions.PinnedCertificates has a value that is no pin; set the base64 of the SHA-256 of a SubjectPublicKeyInfo.");
            }
        }
    }

    private static bool IsHostName(string text) =>
        OcmHost.TryParse(text, out var host) && host.Port == 443 && !text.AsSpan(text.IndexOf(']', StringComparison.Ordinal) + 1).Contains(':');

    private static bool IsSha256(string? text)
    {
        Span<byte> hash = stackalloc byte[33];
        return text is not null && Convert.TryFromBase64String(text, hash, out var length) && length == 32;
    }

    private static bool IsUserAgent(string? text)
    {
        using var message = new HttpRequestMessage();
        return !string.IsNullOrWhiteSpace(text) && text.Length <= 256 && message.Headers.UserAgent.TryParseAdd(text);
    }
}
