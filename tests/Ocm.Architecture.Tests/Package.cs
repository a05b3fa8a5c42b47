using System.Reflection;

namespace Ocm.Architecture;

/// <summary>A project under src, which is a package and an assembly of the same name.</summary>
/// <param name="Name">The name of all three.</param>
internal sealed record Package(string Name)
{
    /// <summary>All packages, found on disk.</summary>
    internal static IReadOnlyList<Package> All { get; } =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Select(folder => new Package(Path.GetFileName(folder)))
            .OrderBy(package => package.Name, StringComparer.Ordinal),
    ];

    internal Assembly Assembly => Assembly.Load(Name);

    /// <summary>The names of the assemblies that it refers to.</summary>
    internal IReadOnlyList<string> References => [.. Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Order(StringComparer.Ordinal)];

    /// <summary>The types that a user of the package sees, nested ones included.</summary>
    internal IEnumerable<Type> PublicTypes => Assembly.GetTypes().Where(type => type.IsVisible);

    public override string ToString() => Name;
}
