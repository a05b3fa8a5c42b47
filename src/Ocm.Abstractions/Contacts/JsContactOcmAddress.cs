using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Addresses;
using Ocm.Serialization;

namespace Ocm.Contacts;

/// <summary>An OCM address on a <see cref="JsContactCard"/> (draft: JSContact Types Registry, ocmAddress).</summary>
public sealed record JsContactOcmAddress
{
    /// <summary>The name of the type.</summary>
    public const string TypeName = "ocmAddress";

    /// <summary>The type of the object; <see cref="TypeName"/> or null.</summary>
    [JsonPropertyName("@type")]
    public string? Type { get; init; }

    /// <summary>The address.</summary>
    [JsonPropertyName("address")]
    public required OcmAddress Address { get; init; }

    /// <summary>Whether shares from this address are accepted without asking; null means false.</summary>
    [JsonPropertyName("trusted")]
    public bool? Trusted { get; init; }

    /// <summary>How the address was established.</summary>
    [JsonPropertyName("source")]
    public ContactSource? Source { get; init; }

    /// <summary>A label, for people.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    internal static void Check(FieldReader fields)
    {
        fields.RequiredAddress("address");
        fields.OptionalText("source", mayBeEmpty: false, maxLength: 64);
        fields.OptionalText("label", maxLength: 1024);
        if (fields.Optional("@type") is { } type && !(JsonText.TryGet(type, out var text) && text == TypeName))
        {
            fields.Add("@type", "must be ocmAddress");
        }

        if (fields.Optional("trusted") is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            fields.Add("trusted", "must be true or false");
        }
    }
}
