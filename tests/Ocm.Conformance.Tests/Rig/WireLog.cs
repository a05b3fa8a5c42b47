using System.Collections.Concurrent;

namespace Ocm.Conformance.Rig;

/// <summary>
/// Each message that these tests saw and that must fit its schema: what the server under test sent, what it answered, and what it
/// took from the peer. What it refused need not fit.
/// </summary>
internal static class WireLog
{
    private static readonly ConcurrentDictionary<(string Schema, string Json), string> Seen = new();

    /// <summary>The messages, each once: the schema that it must fit, its JSON, and the first call that it was seen in.</summary>
    internal static IReadOnlyList<(string Schema, string Json, string Call)> Messages =>
        [.. Seen.Select(pair => (pair.Key.Schema, pair.Key.Json, pair.Value)).OrderBy(message => message.Schema, StringComparer.Ordinal)];

    /// <summary>A call of the peer and what the server answered.</summary>
    internal static void Record(string method, string path, string? body, int status, string? answer)
    {
        var call = $"{method} {path} {status}";
        if (body is not null && status is >= 200 and < 300 && RequestSchema(path) is { } request)
        {
            Seen.TryAdd((request, body), call);
        }

        if (!string.IsNullOrEmpty(answer) && AnswerSchema(path, status) is { } schema)
        {
            Seen.TryAdd((schema, answer), call);
        }
    }

    /// <summary>A call that the server under test made.</summary>
    internal static void RecordSent(string method, string path, string body)
    {
        if (RequestSchema(path) is { } schema)
        {
            Seen.TryAdd((schema, body), $"{method} {path} sent");
        }
    }

    /// <summary>A document that stands inside what the server under test gave, such as the content of a signature.</summary>
    internal static void RecordDocument(string schema, string json, string call) => Seen.TryAdd((schema, json), call);

    private static string? RequestSchema(string path) => path switch
    {
        "/ocm/shares" => "share-creation-notification",
        "/ocm/notifications" => "notification",
        "/ocm/invite-accepted" => "invite-acceptance-request",
        "/ocm/request-share" => "share-request",
        _ => null,
    };

    private static string? AnswerSchema(string path, int status) => (path, status) switch
    {
        ("/ocm/token", 200) => "token-response",
        ("/ocm/token", 400) => "token-error-response",
        (_, >= 400) when path is "/.well-known/ocm" || path.StartsWith("/ocm/", StringComparison.Ordinal) => "error",
        ("/ocm/shares", 201) => "share-creation-response",
        ("/ocm/invite-accepted", 200) => "invite-acceptance-response",
        ("/.well-known/ocm", 200) => "discovery-document",
        _ => null,
    };
}
