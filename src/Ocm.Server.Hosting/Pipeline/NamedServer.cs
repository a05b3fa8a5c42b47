using System.Text.Json;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Server.Pipeline;

/// <summary>Finds the one server that a message names; a message that names none is answered with all of its mistakes.</summary>
internal static class NamedServer
{
    /// <summary>The host of an address in a member.</summary>
    internal static OcmResult<Counterparts> OfAddress<TMessage>(JsonElement message, string member)
        where TMessage : class, IOcmMessage<TMessage> =>
        OcmAddress.TryParse(Text(message, member), out var address) ? new Counterparts(address.Host) : Mistakes<TMessage>(message, member);

    /// <summary>A host in a member.</summary>
    internal static OcmResult<Counterparts> OfHost<TMessage>(JsonElement message, string member)
        where TMessage : class, IOcmMessage<TMessage> =>
        OcmHost.TryParse(Text(message, member), out var host) ? new Counterparts(host) : Mistakes<TMessage>(message, member);

    /// <summary>The text of a member; null where there is none that is a readable string.</summary>
    internal static string? Text(JsonElement message, string member) => message.TryGetProperty(member, out var value) ? Text(value) : null;

    /// <summary>The text of a value; null where it is no readable string.</summary>
    internal static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape.
            return null;
        }
    }

    internal static OcmFailure Mistakes<TMessage>(JsonElement message, string member)
        where TMessage : class, IOcmMessage<TMessage> =>
        OcmJson.Read<TMessage>(message).Failure ?? OcmFailure.Invalid(member, "must name a server");
}
