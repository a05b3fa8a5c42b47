using System.Text.Json;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Client.Dialects;

/// <summary>Reads the answers of older servers: of another content type, without members, or empty.</summary>
internal sealed class LegacyAnswers(LegacyMessageReader reader)
{
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}"u8);

    /// <summary>Whether answers that the draft does not know are taken from a server; not where none was reached.</summary>
    internal bool AreTakenFrom(DiscoveredServer? server) => server is not null && reader.IsTolerantOf(server);

    /// <summary>Reads the message of a success.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="kind">The message.</param>
    /// <param name="response">The answer.</param>
    /// <param name="server">Whose answer it is; a server of the draft is held to it.</param>
    internal OcmResult<T> Read<T>(LegacyMessageKind kind, PeerResponse response, DiscoveredServer? server)
        where T : class, IOcmMessage<T>
    {
        var strict = PeerApi.Read<T>(response);
        if (strict.IsSuccess || !AreTakenFrom(server))
        {
            return strict;
        }

        // A success that cannot be read says no less than an empty one.
        return OcmJson.ParseObject(response.Body.Span).TryGetValue(out var body, out _) && ReadTolerantly<T>(kind, body) is { } message ? message
            : ReadTolerantly<T>(kind, EmptyObject) is { } empty ? empty
            : strict;
    }

    private T? ReadTolerantly<T>(LegacyMessageKind kind, JsonElement body)
        where T : class, IOcmMessage<T> => OcmJson.Read<T>(reader.Read(kind, body).Message).Value;
}
