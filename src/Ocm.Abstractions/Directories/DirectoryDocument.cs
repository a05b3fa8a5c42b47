using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Directories;

/// <summary>
/// What a directory service says of a federation: the content of its JSON Web Signature (draft: Appendix C; DIR-01). Reading it
/// with <see cref="OcmJson"/> is strict, for who publishes one; the client drops bad entries and keeps the others.
/// </summary>
public sealed record DirectoryDocument : IOcmMessage<DirectoryDocument>
{
    /// <summary>The name of the federation, for people.</summary>
    [JsonPropertyName("federation")]
    public required string Federation { get; init; }

    /// <summary>The federation's servers.</summary>
    [JsonPropertyName("servers")]
    public required IReadOnlyList<DirectoryServer> Servers { get; init; }

    /// <summary>Members that this version does not know; kept when the document is written again.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalMembers { get; set; }

    /// <inheritdoc />
    static JsonTypeInfo<DirectoryDocument> IOcmMessage<DirectoryDocument>.JsonType => OcmJsonContext.Default.DirectoryDocument;

    /// <inheritdoc />
    static IReadOnlyList<ValidationError> IOcmMessage<DirectoryDocument>.Validate(JsonElement message)
    {
        List<ValidationError> errors = [];
        var fields = new FieldReader(message, errors);
        fields.RequiredText("federation", maxLength: 256);
        if (fields.RequiredArray("servers") is not { } servers)
        {
            return errors;
        }

        var index = 0;
        foreach (var server in servers.EnumerateArray())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"servers[{index++}]");
            if (server.ValueKind == JsonValueKind.Object)
            {
                DirectoryServer.Check(new FieldReader(server, errors, name + "."));
            }
            else
            {
                fields.Add(name, "must be an object");
            }
        }

        return errors;
    }
}
