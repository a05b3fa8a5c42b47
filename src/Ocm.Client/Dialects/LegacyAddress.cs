using System.Text.Json.Nodes;
using Ocm.Addresses;

namespace Ocm.Client.Dialects;

/// <summary>Addresses as older servers write them: with a scheme, a slash at the end, the host twice.</summary>
internal static class LegacyAddress
{
    internal static bool Normalize(JsonObject message, string name) =>
        message.Text(name) is { } text && Normalize(text) is { } address && message.Set(name, address);

    /// <summary>The draft's form; null where this is no address. What stands before the host is only shortened by a repeated host.</summary>
    internal static string? Normalize(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || HostOf(text[(at + 1)..]) is not { } host)
        {
            return null;
        }

        // A user may be called by an e-mail address of the same host. Only where a URL stands in the address is the host a repetition.
        var identifier = text[..at];
        while (text.Contains("://", StringComparison.Ordinal) && WithoutHost(identifier, host) is { } shorter)
        {
            identifier = shorter;
        }

        return $"{identifier}@{host}";
    }

    /// <summary>An identifier without the host that is repeated in it; null where it is not.</summary>
    internal static string? WithoutHost(string identifier, string host) =>
        identifier.LastIndexOf('@') is var at and > 0
        && HostOf(identifier[(at + 1)..]) is { } repeated
        && OcmHost.TryParse(host, out var own) && OcmHost.Parse(repeated) == own
            ? identifier[..at]
            : null;

    /// <summary>A host that may stand in a URL.</summary>
    internal static string? HostOf(string text)
    {
        var host = text;
        foreach (var scheme in new[] { "https://", "http://" })
        {
            if (host.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                host = host[scheme.Length..];
                break;
            }
        }

        host = host.TrimEnd('/');
        return OcmHost.TryParse(host, out _) ? host : null;
    }
}
