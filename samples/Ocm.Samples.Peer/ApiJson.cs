using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ocm.Samples.Peer;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(HealthStatus))]
internal sealed partial class ApiJson : JsonSerializerContext;
