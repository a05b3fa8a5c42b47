using System.Text.Json.Serialization;
using Ocm.Shares;

namespace Ocm.Stores.Sql.Shares;

/// <summary>The JSON of the columns <c>details</c> and <c>reshares</c>; absent instead of null, unknown members of a newer version are passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SentShareDetails))]
[JsonSerializable(typeof(ReceivedShareDetails))]
[JsonSerializable(typeof(IReadOnlyList<AnsweredReshare>))]
[JsonSerializable(typeof(IReadOnlyCollection<string>))]
internal sealed partial class DetailsJsonContext : JsonSerializerContext;
