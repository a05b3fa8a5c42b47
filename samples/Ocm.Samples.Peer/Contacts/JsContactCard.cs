using System.Text.Json.Serialization;
using Ocm.Contacts;

namespace Ocm.Samples.Peer.Contacts;

/// <summary>A contact as a JSContact card (RFC 9553) with the draft's property for OCM addresses (CONT-01).</summary>
public sealed record JsContactCard
{
    [JsonPropertyName("@type")]
    public string Type { get; } = "Card";

    public string Version { get; } = "1.0";

    /// <summary>Identifies the card: the contact's address as a URI.</summary>
    public required string Uid { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NamePart? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, EmailPart>? Emails { get; init; }

    [JsonPropertyName("ietf.org:ocmAddresses")]
    public required IReadOnlyDictionary<string, OcmAddressPart> OcmAddresses { get; init; }

    internal static JsContactCard Of(Contact contact) => new()
    {
        Uid = $"ocm:{contact.Address}",
        Name = string.IsNullOrEmpty(contact.DisplayName) ? null : new NamePart(contact.DisplayName),
        Emails = string.IsNullOrEmpty(contact.Email) ? null : new Dictionary<string, EmailPart>(StringComparer.Ordinal) { ["e1"] = new(contact.Email) },
        OcmAddresses = new Dictionary<string, OcmAddressPart>(StringComparer.Ordinal)
        {
            ["primary"] = new(contact.Address.ToString()) { Trusted = contact.Trusted, Source = contact.Source.Value, Label = contact.Label },
        },
    };

    /// <summary>A name.</summary>
    /// <param name="Full">The whole name.</param>
    public sealed record NamePart(string Full);

    /// <summary>A mail address.</summary>
    /// <param name="Address">The address.</param>
    public sealed record EmailPart(string Address);

    /// <summary>An OCM address.</summary>
    /// <param name="Address">The address.</param>
    public sealed record OcmAddressPart(string Address)
    {
        [JsonPropertyName("@type")]
        public string Type { get; } = "ocmAddress";

        public bool Trusted { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Source { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Label { get; init; }
    }
}
