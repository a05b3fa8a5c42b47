using System.Collections.Frozen;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>The structured fields that RFCs define, which can stand in requests.</summary>
internal static class KnownStructuredFields
{
    private static readonly FrozenDictionary<string, StructuredFieldType> Types = new Dictionary<string, StructuredFieldType>(StringComparer.Ordinal)
    {
        ["accept-ch"] = StructuredFieldType.List,
        ["accept-signature"] = StructuredFieldType.Dictionary,
        ["cache-status"] = StructuredFieldType.List,
        ["capsule-protocol"] = StructuredFieldType.Item,
        ["cdn-cache-control"] = StructuredFieldType.Dictionary,
        ["client-cert"] = StructuredFieldType.Item,
        ["client-cert-chain"] = StructuredFieldType.List,
        ["content-digest"] = StructuredFieldType.Dictionary,
        ["priority"] = StructuredFieldType.Dictionary,
        ["proxy-status"] = StructuredFieldType.List,
        ["repr-digest"] = StructuredFieldType.Dictionary,
        ["signature"] = StructuredFieldType.Dictionary,
        ["signature-input"] = StructuredFieldType.Dictionary,
        ["want-content-digest"] = StructuredFieldType.Dictionary,
        ["want-repr-digest"] = StructuredFieldType.Dictionary,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static StructuredFieldType? Find(string name) => Types.TryGetValue(name, out var type) ? type : null;
}
