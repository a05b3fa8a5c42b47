namespace Ocm.HttpSignatures.Keys;

/// <summary>The algorithms of this package.</summary>
internal static class BuiltInAlgorithms
{
    public static LocalAlgorithm[] All { get; } =
    [
        new Ed25519Algorithm(JoseAlgorithms.Ed25519, Ed25519Provider.Current),
        new Ed25519Algorithm(JoseAlgorithms.EdDsa, Ed25519Provider.Current),
        new EcdsaAlgorithm(JoseAlgorithms.Es256),
        new EcdsaAlgorithm(JoseAlgorithms.Es384),
        new RsaAlgorithm(JoseAlgorithms.Rs256),
        new RsaAlgorithm(JoseAlgorithms.Rs384),
        new RsaAlgorithm(JoseAlgorithms.Rs512),
        new RsaAlgorithm(JoseAlgorithms.Ps256),
        new RsaAlgorithm(JoseAlgorithms.Ps384),
        new RsaAlgorithm(JoseAlgorithms.Ps512),
        new MLDsaAlgorithm(JoseAlgorithms.MLDsa44),
        new MLDsaAlgorithm(JoseAlgorithms.MLDsa65),
        new MLDsaAlgorithm(JoseAlgorithms.MLDsa87),
    ];

    public static LocalAlgorithm Get(string name) =>
        Array.Find(All, algorithm => string.Equals(algorithm.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException("This package cannot sign with an algorithm of that name.", nameof(name));
}
