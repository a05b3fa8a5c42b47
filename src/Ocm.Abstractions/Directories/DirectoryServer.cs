using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Directories;

/// <summary>One server in the document of a directory service (draft: Appendix C; DIR-02).</summary>
public sealed record DirectoryServer : IOcmMessage<DirectoryServer>
{
    /// <summary>The server's origin as the directory writes it: scheme, host and optional port, nothing else.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>The server's name, for people.</summary>
    [JsonPropertyName("displayName")]
    public required string DisplayName { get; init; }

    /// <summary>Members that this version does not know; kept when the document is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<DirectoryServer> IOcmMessage<DirectoryServer>.JsonType => OcmJsonContext.Default.DirectoryServer;

    /// <summary>Reads the URL of a server: <c>https://</c> (or <c>http://</c>, for tests), host, optional port; one slash may end it.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="host">The server that it names.</param>
    /// <param name="isHttps">Whether its scheme is https.</param>
    /// <returns>Whether it is the URL of a server, without path, user information, query and fragment.</returns>
    public static bool TryReadUrl(string? url, [NotNullWhen(true)] out OcmHost? host, out bool isHttps)
    {
        host = null;
        isHttps = url?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ?? false;
        if (url is null || (!isHttps && !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        // What follows is an authority and nothing else; OcmHost refuses a path, a query, a fragment and user information.
        var authority = url.AsSpan(isHttps ? 8 : 7);
        authority = authority.EndsWith("/", StringComparison.Ordinal) ? authority[..^1] : authority;
        if (!OcmHost.TryParse(authority.ToString(), out host))
        {
            return false;
        }

        // Without a port http means 80; a host without one means 443.
        if (!isHttps && !NamesPort(authority))
        {
            return OcmHost.TryParse($"{host.Name}:80", out host);
        }

        return true;
    }

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<DirectoryServer>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        Check(new FieldReader(message, errors));
        return errors;
    }

    internal static void Check(FieldReader fields)
    {
        fields.RequiredText("url", maxLength: 1024);
        fields.RequiredText("displayName", maxLength: 256);
        if (fields.Peek("url") is { ValueKind: JsonValueKind.String } url && !(JsonText.TryGet(url, out var text) && TryReadUrl(text, out _, out _)))
        {
            fields.Add("url", "must be https://host[:port] without path, user information, query and fragment");
        }
    }

    private static bool NamesPort(ReadOnlySpan<char> authority) => authority.LastIndexOf(':') > authority.LastIndexOf(']');
}
