using FsCheck;
using FsCheck.Fluent;

namespace Ocm;

/// <summary>Texts that hurt parsers: separators, digits, brackets, controls, half surrogates, other scripts.</summary>
internal static class Texts
{
    private static readonly char[] Awkward = [.. "@@@:://?#[]%.-_ \\0123456789abcXYZ", '\0', '\n', '\u001b', '\u007f', '\u0085', '\u00ad', '\u200d', '\u3002', 'ü', 'İ', '例', '\ud83d', '\ude00'];

    internal static Gen<string> Any { get; } = Gen.OneOf(
        Gen.Elements(Awkward).ArrayOf().Select(c => new string(c)),
        ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? string.Empty));

    internal static Gen<string> Identifiers { get; } = Gen.Elements("a", "Z", "9", "@", "/", "?", "#", ":", "%40", " ", ".", "ü", "例", "👩", "\\", "\"", "[", "]")
        .NonEmptyListOf()
        .Select(parts => string.Concat(parts));

    internal static Gen<string> Hosts { get; } = Gen.OneOf(
        Gen.Elements("a", "b-c", "xn--bcher-kva", "d_e", "f1").NonEmptyListOf().Select(labels => string.Join('.', labels.Take(4)) + ".example"),
        Gen.Choose(0, 255).ArrayOf(4).Select(octets => string.Join('.', octets)),
        Gen.Choose(0, 0xffff).ArrayOf(8).Select(groups => $"[{string.Join(':', groups.Select(g => g.ToString("x")))}]"));

    internal static Gen<string> HostsWithPort { get; } =
        from host in Hosts
        from port in Gen.Frequency((1, Gen.Constant(string.Empty)), (1, Gen.Choose(1, 65535).Select(p => $":{p}")))
        select host + port;
}
