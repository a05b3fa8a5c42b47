using System.Buffers;
using System.Text;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Components;

/// <summary>
/// Writes the signature base (RFC 9421, section 2.5) into a rented buffer. Whatever could be read in two ways is refused
/// and never changed: only ASCII without line breaks comes through.
/// </summary>
internal sealed class SignatureBase : IDisposable
{
    private const int InitialSize = 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _length;

    /// <summary>The base as written so far. It is valid until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The base as written so far. It is valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Writes the lines of all covered components. On failure <paramref name="culprit"/> is the component that failed.</summary>
    public SignatureFailure AppendComponents(HttpRequestView request, ReadOnlySpan<SignatureComponent> components, out SignatureComponent? culprit)
    {
        for (var i = 0; i < components.Length; i++)
        {
            culprit = components[i];
            if (Contains(components[..i], culprit))
            {
                return SignatureFailure.DuplicateComponent;
            }

            Append(culprit.Identifier);
            Append(": "u8);
            var failure = AppendValue(request, culprit);
            if (failure != SignatureFailure.None)
            {
                return failure;
            }

            Append("\n"u8);
        }

        culprit = null;
        return _length > SignatureLimits.MaxSignatureBaseLength ? SignatureFailure.TooLarge : SignatureFailure.None;
    }

    /// <summary>Writes the last line's beginning.</summary>
    public void AppendParametersIdentifier() => Append("\"@signature-params\": "u8);

    /// <summary>Writes ASCII that is known to be safe.</summary>
    public void Append(ReadOnlySpan<byte> ascii)
    {
        EnsureFree(ascii.Length);
        ascii.CopyTo(_buffer.AsSpan(_length));
        _length += ascii.Length;
    }

    /// <summary>Writes text; anything but printable ASCII and tabs fails.</summary>
    public SignatureFailure Append(ReadOnlySpan<char> text)
    {
        if (text.Length > SignatureLimits.MaxSignatureBaseLength)
        {
            return SignatureFailure.TooLarge;
        }

        if (text.ContainsAnyExcept(FieldCharacters.FieldValue))
        {
            return SignatureFailure.InvalidComponent;
        }

        EnsureFree(text.Length);
        _length += Encoding.ASCII.GetBytes(text, _buffer.AsSpan(_length));
        return SignatureFailure.None;
    }

    private static bool Contains(ReadOnlySpan<SignatureComponent> components, SignatureComponent component)
    {
        foreach (var other in components)
        {
            if (component.Equals(other))
            {
                return true;
            }
        }

        return false;
    }

    private SignatureFailure AppendValue(HttpRequestView request, SignatureComponent component) => component.Rule.Source switch
    {
        ComponentSource.Field => AppendField(request, component),
        ComponentSource.Method => AppendDerived(request.Method),
        ComponentSource.TargetUri => AppendDerived(request.TargetUri),
        ComponentSource.RequestTarget => AppendDerived(request.RequestTarget),
        ComponentSource.Unknown => SignatureFailure.UnknownComponent,
        _ => AppendUriPart(request, component.Rule),
    };

    private SignatureFailure AppendDerived(string text)
    {
        if (text.Length == 0)
        {
            return SignatureFailure.MissingComponent;
        }

        return FieldCharacters.IsPrintable(text) ? Append(text) : SignatureFailure.InvalidComponent;
    }

    private SignatureFailure AppendUriPart(HttpRequestView request, ComponentRule rule)
    {
        // Checked first: some letters outside ASCII have ASCII letters as their lower case.
        if (!FieldCharacters.IsPrintable(request.TargetUri) || TargetUriParts.Parse(request.TargetUri) is not { } uri)
        {
            return SignatureFailure.InvalidComponent;
        }

        switch (rule.Source)
        {
            case ComponentSource.Authority:
                return Append(uri.NormalizedAuthority());
            case ComponentSource.Scheme:
                return Append(uri.Scheme.ToLowerInvariant());
            case ComponentSource.Path:
                return Append(uri.Path.Length == 0 ? "/" : uri.Path);
            case ComponentSource.Query:
                return Append(uri.Query.Length == 0 ? "?" : uri.Query);
            default:
                return FormEncoding.FindOnly(uri.Query, rule.Key!, out var value) is var failure and not SignatureFailure.None ? failure : Append(value);
        }
    }

    private SignatureFailure AppendField(HttpRequestView request, SignatureComponent component)
    {
        var lines = request.GetHeaderLines(component.Name);
        if (lines.Count == 0)
        {
            return SignatureFailure.MissingComponent;
        }

        if (component.Rule.IsStructured || component.Rule.Key is not null)
        {
            return AppendStructured(request, component, lines);
        }

        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0)
            {
                Append(", "u8);
            }

            var line = FieldLine.Normalize(lines[i]);
            var failure = component.Rule.IsBytes ? AppendBytes(line) : Append(line);
            if (failure != SignatureFailure.None)
            {
                return failure;
            }
        }

        return SignatureFailure.None;
    }

    private SignatureFailure AppendBytes(ReadOnlySpan<char> line)
    {
        // The stack hands on text; only of ASCII do we know for sure which bytes it was on the wire.
        if (!Ascii.IsValid(line))
        {
            return SignatureFailure.InvalidComponent;
        }

        var bytes = new byte[line.Length];
        Encoding.ASCII.GetBytes(line, bytes);
        return Append(StructuredValue.FromBytes(bytes).ToString());
    }

    private SignatureFailure AppendStructured(HttpRequestView request, SignatureComponent component, HeaderLines lines)
    {
        var text = lines.Combine();
        if (component.Rule.Key is { } key)
        {
            if (!StructuredFieldParser.TryParseDictionary(text, out var members))
            {
                return SignatureFailure.InvalidComponent;
            }

            return members.TryGetMember(key, out var member) ? Append(member.ToString()) : SignatureFailure.MissingComponent;
        }

        switch (request.GetStructuredFieldType(component.Name))
        {
            case StructuredFieldType.Item when StructuredFieldParser.TryParseItem(text, out var item):
                return Append(item.ToString());
            case StructuredFieldType.List when StructuredFieldParser.TryParseList(text, out var list):
                return Append(list.ToString());
            case StructuredFieldType.Dictionary when StructuredFieldParser.TryParseDictionary(text, out var dictionary):
                return Append(dictionary.ToString());
            case null:
                return SignatureFailure.UnknownComponent;
            default:
                return SignatureFailure.InvalidComponent;
        }
    }

    private void EnsureFree(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
