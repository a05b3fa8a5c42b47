using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Contacts;

/// <summary>
/// A JSContact card (RFC 9553) with the draft's property for OCM addresses (draft: JSContact Properties Registry; CONT-01). Only
/// what contacts need is read; everything else is kept and written again.
/// </summary>
public sealed record JsContactCard : IOcmMessage<JsContactCard>
{
    /// <summary>The value of <c>@type</c>.</summary>
    public const string CardType = "Card";

    /// <summary>The version of JSContact that is written.</summary>
    public const string CurrentVersion = "1.0";

    /// <summary>The type of the object, <see cref="CardType"/>.</summary>
    [JsonPropertyName("@type")]
    public required string Type { get; init; }

    /// <summary>The version of JSContact.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>Identifies the card.</summary>
    [JsonPropertyName("uid")]
    public required string Uid { get; init; }

    /// <summary>The name of whom the card is about.</summary>
    [JsonPropertyName("name")]
    public JsContactName? Name { get; init; }

    /// <summary>Mail addresses by arbitrary ids.</summary>
    [JsonPropertyName("emails")]
    public IReadOnlyDictionary<string, JsContactEmail>? Emails { get; init; }

    /// <summary>OCM addresses by arbitrary ids such as <c>primary</c>.</summary>
    [JsonPropertyName("ietf.org:ocmAddresses")]
    public IReadOnlyDictionary<string, JsContactOcmAddress>? OcmAddresses { get; init; }

    /// <summary>Members that this version does not know; kept when the card is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<JsContactCard> IOcmMessage<JsContactCard>.JsonType => OcmJsonContext.Default.JsContactCard;

    /// <summary>Makes the card of a contact.</summary>
    /// <param name="contact">The contact.</param>
    /// <returns>A card with one OCM address; what only this server knows, such as the user's own identifier, is not in it.</returns>
    public static JsContactCard Of(Contact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return new JsContactCard
        {
            Type = CardType,
            Version = CurrentVersion,
            Uid = $"ocm:{contact.Address}",
            Name = string.IsNullOrEmpty(contact.DisplayName) ? null : new JsContactName { Full = contact.DisplayName },
            Emails = string.IsNullOrEmpty(contact.Email)
                ? null
                : new Dictionary<string, JsContactEmail>(StringComparer.Ordinal) { ["e1"] = new() { Address = contact.Email } },
            OcmAddresses = new Dictionary<string, JsContactOcmAddress>(StringComparer.Ordinal)
            {
                ["primary"] = new()
                {
                    Type = JsContactOcmAddress.TypeName,
                    Address = contact.Address,
                    Trusted = contact.Trusted,
                    Source = contact.Source,
                    Label = contact.Label,
                },
            },
        };
    }

    /// <summary>
    /// The contacts that the card stands for, one for each OCM address. What it says of trust is a claim: whoever adds these
    /// decides whether to believe it.
    /// </summary>
    /// <param name="userIdentifier">The user whose contacts they are to be.</param>
    /// <param name="addedAt">The present moment.</param>
    /// <returns>The contacts; empty for a card without OCM addresses.</returns>
    public IReadOnlyList<Contact> ToContacts(string userIdentifier, DateTimeOffset addedAt) =>
        [.. (OcmAddresses ?? new Dictionary<string, JsContactOcmAddress>(StringComparer.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new Contact
        {
            UserIdentifier = userIdentifier,
            Address = entry.Value.Address,
            DisplayName = Name?.Full,
            Email = Emails?.OrderBy(email => email.Key, StringComparer.Ordinal).Select(email => email.Value.Address).FirstOrDefault(),
            Label = entry.Value.Label,
            Source = entry.Value.Source ?? ContactSource.DirectEntry,
            Trusted = entry.Value.Trusted ?? false,
            AddedAt = addedAt,
        })];

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<JsContactCard>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredText("@type", maxLength: 64);
        fields.RequiredText("version", maxLength: 64);
        fields.RequiredText("uid", maxLength: 1024);
        if (fields.Peek("@type") is { } type && !(JsonText.TryGet(type, out var text) && text == CardType))
        {
            fields.Add("@type", "must be Card");
        }

        fields.Child("name")?.OptionalText("full", maxLength: 1024);
        Each(fields, "emails", email => email.RequiredText("address", maxLength: 1024));
        Each(fields, "ietf.org:ocmAddresses", JsContactOcmAddress.Check);
        return errors;
    }

    private static void Each(FieldReader card, string name, Action<FieldReader> check)
    {
        if (card.Child(name) is not { } map)
        {
            return;
        }

        foreach (var id in map.Names())
        {
            if (map.Child(id, required: true) is { } entry)
            {
                check(entry);
            }
        }
    }
}
