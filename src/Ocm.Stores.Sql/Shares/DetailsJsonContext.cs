using System.Text.Json.Serialization;

namespace Ocm.Stores.Sql.Shares;

/// <summary>The JSON of the columns <c>details</c>; absent instead of null, unknown members of a newer version are passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SentShareDetails))]
[JsonSerializable(typeof(ReceivedShareDetails))]
[JsonSerializable(typeof(IReadOnlyCollection<string>))]
internal sealed partial class DetailsJsonContext : JsonSerializerContext;
