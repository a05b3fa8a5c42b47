using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;

namespace Ocm.Serialization;

/// <summary>A JSON message of the protocol that can say everything that is wrong with it.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IOcmMessage<TSelf>
    where TSelf : class, IOcmMessage<TSelf>
{
    /// <summary>The source-generated JSON contract.</summary>
    static abstract JsonTypeInfo<TSelf> JsonType { get; }

    /// <summary>Checks a JSON object against the rules of this message.</summary>
    /// <param name="message">A JSON object.</param>
    /// <returns>One mistake for each bad field; empty where the message can be read.</returns>
    static abstract IReadOnlyList<ValidationError> Validate(JsonElement message);
}
