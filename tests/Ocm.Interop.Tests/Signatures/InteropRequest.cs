using System.Text.Json.Nodes;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.Interop.Tests.Signatures;

/// <summary>The same request for both implementations.</summary>
internal sealed class InteropRequest(string method, string uri) : HttpRequestView
{
    private readonly Dictionary<string, string[]> _headers = new(StringComparer.Ordinal);

    public override string Method => method;

    public override string TargetUri => uri;

    internal InteropRequest With(string name, params string[] lines)
    {
        _headers[name] = lines;
        return this;
    }

    internal InteropRequest With(SignedFields fields) => With("signature-input", fields.SignatureInput).With("signature", fields.Signature);

    public override HeaderLines GetHeaderLines(string name) => _headers.TryGetValue(name, out var lines) ? new HeaderLines(lines) : default;

    public override StructuredFieldType? GetStructuredFieldType(string name) =>
        name == "x-dictionary" ? StructuredFieldType.Dictionary : base.GetStructuredFieldType(name);

    internal JsonObject ToJson() => new()
    {
        ["method"] = method,
        ["url"] = uri,
        ["headers"] = new JsonObject(_headers.Select(header => KeyValuePair.Create<string, JsonNode?>(
            header.Key, new JsonArray([.. header.Value.Select(line => (JsonNode)line)])))),
    };
}
