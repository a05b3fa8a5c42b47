using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Contacts;
using Ocm.Directories;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Serialization;

/// <summary>The source-generated JSON of all messages: absent instead of null, duplicate members refused.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = OcmJson.MaxDepth)]
[JsonSerializable(typeof(DiscoveryDocument))]
[JsonSerializable(typeof(ShareCreationNotification))]
[JsonSerializable(typeof(ShareCreationResponse))]
[JsonSerializable(typeof(OcmNotification))]
[JsonSerializable(typeof(InviteAcceptanceRequest))]
[JsonSerializable(typeof(InviteAcceptanceResponse))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(TokenErrorResponse))]
[JsonSerializable(typeof(OcmErrorBody))]
[JsonSerializable(typeof(DirectoryDocument))]
[JsonSerializable(typeof(DirectoryServer))]
[JsonSerializable(typeof(JsContactCard))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class OcmJsonContext : JsonSerializerContext;
