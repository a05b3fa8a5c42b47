using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.ShareRequests;

/// <summary>
/// Asks an owner to share a resource: the body of <c>POST {endPoint}/request-share</c> (draft: Request for a Share, Fields).
/// </summary>
public sealed record ShareRequest : IOcmMessage<ShareRequest>
{
    /// <summary>Who is asked to share.</summary>
    [JsonPropertyName("owner")]
    public required OcmAddress Owner { get; init; }

    /// <summary>Who wants the share; its host is the requesting server.</summary>
    [JsonPropertyName("shareWith")]
    public required OcmAddress ShareWith { get; init; }

    /// <summary>Identifies the resource at the owner's server: an id or a URL.</summary>
    [JsonPropertyName("share")]
    public required string Share { get; init; }

    /// <summary>Members that this version does not know; kept when the message is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<ShareRequest> IOcmMessage<ShareRequest>.JsonType => OcmJsonContext.Default.ShareRequest;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<ShareRequest>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredAddress("owner");
        fields.RequiredAddress("shareWith");
        fields.RequiredText("share");
        return errors;
    }
}
