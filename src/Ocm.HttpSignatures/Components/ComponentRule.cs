using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Components;

/// <summary>
/// How the value of a component is derived from a request, worked out once from its identifier. Whatever is not understood
/// entirely (another derived component, another parameter, <c>req</c> and <c>tr</c>, which no request has) is
/// <see cref="ComponentSource.Unknown"/>.
/// </summary>
/// <param name="Source">Where the value comes from.</param>
/// <param name="IsBytes">Whether each line of the field is encoded as a byte sequence (<c>bs</c>).</param>
/// <param name="IsStructured">Whether the field is serialized anew as a structured field (<c>sf</c>).</param>
/// <param name="Key">The dictionary member (<c>key</c>) or the query parameter (<c>name</c>).</param>
internal readonly record struct ComponentRule(ComponentSource Source, bool IsBytes, bool IsStructured, string? Key)
{
    public static ComponentRule Of(string name, StructuredParameters parameters)
    {
        if (name.StartsWith('@'))
        {
            return OfDerived(name, parameters);
        }

        return FieldCharacters.IsLowerFieldName(name) ? OfField(parameters) : default;
    }

    private static ComponentRule OfDerived(string name, StructuredParameters parameters)
    {
        if (string.Equals(name, "@query-param", StringComparison.Ordinal))
        {
            return parameters.Count == 1 && parameters.TryGetValue("name", out var value) && value.TryGetString(out var key)
                ? new ComponentRule(ComponentSource.QueryParameter, false, false, key)
                : default;
        }

        var source = name switch
        {
            "@method" => ComponentSource.Method,
            "@target-uri" => ComponentSource.TargetUri,
            "@authority" => ComponentSource.Authority,
            "@scheme" => ComponentSource.Scheme,
            "@request-target" => ComponentSource.RequestTarget,
            "@path" => ComponentSource.Path,
            "@query" => ComponentSource.Query,
            _ => ComponentSource.Unknown,
        };
        return parameters.Count == 0 ? new ComponentRule(source, false, false, null) : default;
    }

    private static ComponentRule OfField(StructuredParameters parameters)
    {
        var isBytes = false;
        var isStructured = false;
        string? key = null;
        foreach (var (parameter, value) in parameters.Entries)
        {
            switch (parameter)
            {
                case "bs" when value == StructuredValue.True:
                    isBytes = true;
                    break;
                case "sf" when value == StructuredValue.True:
                    isStructured = true;
                    break;
                case "key" when value.TryGetString(out key):
                    break;
                default:
                    return default;
            }
        }

        // A field is either taken as bytes or as a structure, never both (RFC 9421, section 2.1).
        return isBytes && (isStructured || key is not null)
            ? default
            : new ComponentRule(ComponentSource.Field, isBytes, isStructured, key);
    }
}
