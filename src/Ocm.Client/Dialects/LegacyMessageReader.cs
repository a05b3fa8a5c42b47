using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Ocm.Client.Discovery;
using Ocm.Client.Http;

namespace Ocm.Client.Dialects;

/// <summary>
/// Reads what servers of OCM 1.0 to 1.3 write into the draft's form, by a table of named tolerances for each message
/// (<see cref="OcmClientOptions.AcceptLegacyMessages"/> switches it on). It only rewrites: what comes out is judged by the same
/// rules as every other message, and who may send it is not decided here.
/// </summary>
public sealed class LegacyMessageReader
{
    private static readonly FrozenDictionary<LegacyMessageKind, IReadOnlyList<Tolerance>> Tables = new Dictionary<LegacyMessageKind, IReadOnlyList<Tolerance>>
    {
        [LegacyMessageKind.Share] = ShareTolerances.All,
        [LegacyMessageKind.ShareAnswer] = AnswerTolerances.Share,
        [LegacyMessageKind.Notification] = NotificationTolerances.All,
        [LegacyMessageKind.InviteAcceptance] = InviteTolerances.Request,
        [LegacyMessageKind.InviteAnswer] = InviteTolerances.Answer,
        [LegacyMessageKind.Discovery] = DiscoveryTolerances.All,
        [LegacyMessageKind.KeySet] = KeySetTolerances.All,
        [LegacyMessageKind.TokenRequest] = TokenTolerances.Request,
        [LegacyMessageKind.TokenAnswer] = TokenTolerances.Answer,
    }.ToFrozenDictionary();

    private readonly Counter<long> _used;

    /// <summary>A reader.</summary>
    /// <param name="options">Whether it rewrites anything.</param>
    /// <param name="meterFactory">Where each use of a tolerance is counted.</param>
    public LegacyMessageReader(IOptions<OcmClientOptions> options, IMeterFactory meterFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(meterFactory);
        IsOn = options.Value.AcceptLegacyMessages;
        _used = meterFactory.Create(OcmClientTelemetry.MeterName)
            .CreateCounter<long>("ocm.client.tolerances", "{message}", "Messages that were read by a tolerance for older servers.");
    }

    /// <summary>Whether anything is read tolerantly.</summary>
    public bool IsOn { get; }

    /// <summary>
    /// Whether what a server says is taken as older servers say it. This alone decides what is taken; a <see cref="PeerProfile"/>
    /// decides what is written, and nothing else.
    /// </summary>
    /// <param name="server">The server; one that publishes <c>jwksUri</c> is held to the draft.</param>
    /// <returns>True where the server is an older one and <see cref="OcmClientOptions.AcceptLegacyMessages"/> is set.</returns>
    public bool IsTolerantOf(DiscoveredServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return IsOn && server.JwksUri is null;
    }

    /// <summary>The names of all tolerances for a message.</summary>
    /// <param name="kind">The message.</param>
    /// <returns>The names, in the order in which they are tried.</returns>
    public static IReadOnlyList<string> Names(LegacyMessageKind kind) => [.. Tables[kind].Select(tolerance => tolerance.Name)];

    /// <summary>Reads a message; never fails. Where the reader is off, the message stays as it is.</summary>
    /// <param name="kind">The message.</param>
    /// <param name="message">A JSON object as it was received.</param>
    /// <returns>The message in the draft's form, as far as it can be brought there.</returns>
    public LegacyReading Read(LegacyMessageKind kind, JsonElement message)
    {
        if (!IsOn || message.ValueKind != JsonValueKind.Object)
        {
            return new LegacyReading(message, []);
        }

        var rewritten = JsonObject.Create(message)!;
        List<string> used = [];
        foreach (var tolerance in Tables[kind])
        {
            if (tolerance.Apply(rewritten))
            {
                used.Add(tolerance.Name);
                _used.Add(1, new KeyValuePair<string, object?>("ocm.tolerance", tolerance.Name));
            }
        }

        return used.Count == 0 ? new LegacyReading(message, []) : new LegacyReading(ToElement(rewritten), used);
    }

    internal static JsonElement ToElement(JsonObject value) => JsonElement.Parse(ToBytes(value));

    internal static byte[] ToBytes(JsonObject value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            value.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
