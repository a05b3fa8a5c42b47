using System.Text;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Components;

/// <summary>
/// The identifier of a message component that a signature covers: a derived component such as <c>@method</c>, or a header
/// field by its name in lower case, with parameters (RFC 9421, section 2). Identifiers that nobody can resolve can be
/// represented, because a received signature may name them; signing or verifying with one fails.
/// </summary>
public sealed class SignatureComponent : IEquatable<SignatureComponent>
{
    private readonly byte[] _identifier;

    /// <summary>An identifier.</summary>
    /// <param name="name">The derived component's name with <c>@</c>, or the field's name in lower case.</param>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ArgumentException">The name holds a character other than printable ASCII.</exception>
    public SignatureComponent(string name, StructuredParameters parameters = default)
    {
        var item = new StructuredItem(StructuredValue.FromString(name), parameters);
        Name = name;
        Parameters = parameters;
        _identifier = Encoding.ASCII.GetBytes(item.ToString());
        Rule = ComponentRule.Of(name, parameters);
    }

    /// <summary><c>@method</c>: the request's method.</summary>
    public static SignatureComponent Method { get; } = new("@method");

    /// <summary><c>@target-uri</c>: the absolute target URI.</summary>
    public static SignatureComponent TargetUri { get; } = new("@target-uri");

    /// <summary><c>@authority</c>: host and port in lower case, without the default port.</summary>
    public static SignatureComponent Authority { get; } = new("@authority");

    /// <summary><c>@scheme</c>: the target URI's scheme in lower case.</summary>
    public static SignatureComponent Scheme { get; } = new("@scheme");

    /// <summary><c>@request-target</c>: the request target of the request line.</summary>
    public static SignatureComponent RequestTarget { get; } = new("@request-target");

    /// <summary><c>@path</c>: the target URI's path, <c>/</c> when it is empty.</summary>
    public static SignatureComponent Path { get; } = new("@path");

    /// <summary><c>@query</c>: the target URI's query with its leading <c>?</c>, which stands alone when there is none.</summary>
    public static SignatureComponent Query { get; } = new("@query");

    /// <summary>The field <c>content-digest</c>, which ties the body to the signature.</summary>
    public static SignatureComponent ContentDigest { get; } = new("content-digest");

    /// <summary>The field <c>content-length</c>.</summary>
    public static SignatureComponent ContentLength { get; } = new("content-length");

    /// <summary>The field <c>content-type</c>.</summary>
    public static SignatureComponent ContentType { get; } = new("content-type");

    /// <summary>The field <c>date</c>.</summary>
    public static SignatureComponent Date { get; } = new("date");

    /// <summary>The derived component's name with <c>@</c>, or the field's name.</summary>
    public string Name { get; }

    /// <summary>The parameters, in their order.</summary>
    public StructuredParameters Parameters { get; }

    /// <summary>How the value is derived, or that it cannot be.</summary>
    internal ComponentRule Rule { get; }

    /// <summary>The identifier as it begins a line of the signature base.</summary>
    internal ReadOnlySpan<byte> Identifier => _identifier;

    /// <summary>A header field.</summary>
    /// <param name="name">The field's name, in any case.</param>
    /// <exception cref="ArgumentException">The name is not a field name.</exception>
    public static SignatureComponent Field(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var lower = name.ToLowerInvariant();
        if (!FieldCharacters.IsLowerFieldName(lower))
        {
            throw new ArgumentException("The text is not a field name.", nameof(name));
        }

        return new SignatureComponent(lower);
    }

    /// <summary><c>@query-param</c>: one parameter of the query, which must occur exactly once in it.</summary>
    /// <param name="name">The parameter's name, not encoded.</param>
    public static SignatureComponent QueryParameter(string name) =>
        new("@query-param", new StructuredParameters(KeyValuePair.Create("name", StructuredValue.FromString(FormEncoding.Encode(name)))));

    /// <summary>Whether both identify the same component: name and parameters are equal, in whatever order the parameters are.</summary>
    /// <param name="other">The other identifier.</param>
    public bool Equals(SignatureComponent? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || !string.Equals(Name, other.Name, StringComparison.Ordinal) || Parameters.Count != other.Parameters.Count)
        {
            return false;
        }

        foreach (var (key, value) in Parameters.Entries)
        {
            if (!other.Parameters.TryGetValue(key, out var theirs) || value != theirs)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignatureComponent);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StringComparer.Ordinal.GetHashCode(Name), Parameters.Count);

    /// <summary>The identifier as it stands in <c>Signature-Input</c>.</summary>
    /// <returns>The serialized identifier.</returns>
    public override string ToString() => Encoding.ASCII.GetString(_identifier);

    /// <summary>The shared instance of a component that signatures commonly cover.</summary>
    internal static SignatureComponent? FindCommon(ReadOnlySpan<char> name) => name switch
    {
        "@method" => Method,
        "@target-uri" => TargetUri,
        "@authority" => Authority,
        "@scheme" => Scheme,
        "@request-target" => RequestTarget,
        "@path" => Path,
        "@query" => Query,
        "content-digest" => ContentDigest,
        "content-length" => ContentLength,
        "content-type" => ContentType,
        "date" => Date,
        _ => null,
    };
}
