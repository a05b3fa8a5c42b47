using System.Text.Json.Serialization;

namespace Ocm.Client.Signatures;

/// <summary>The source-generated JSON of key files.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SigningKeyFile))]
internal sealed partial class SigningKeyFileJson : JsonSerializerContext;
