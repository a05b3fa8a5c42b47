namespace Ocm.Architecture;

/// <summary>Who may know whom. A new package fails here until it stands in the table.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Ocm.Abstractions"] = [],
        ["Ocm.HttpSignatures"] = [],
        ["Ocm.Client"] = ["Ocm.Abstractions", "Ocm.HttpSignatures"],
        ["Ocm.Server.Hosting"] = ["Ocm.Abstractions", "Ocm.HttpSignatures", "Ocm.Client"],
        ["Ocm.Stores.Sql"] = ["Ocm.Abstractions"],
        // Of the server they know the builder that they extend.
        ["Ocm.Stores.Sqlite"] = ["Ocm.Abstractions", "Ocm.Stores.Sql", "Ocm.Server.Hosting"],
        ["Ocm.Stores.PostgreSql"] = ["Ocm.Abstractions", "Ocm.Stores.Sql", "Ocm.Server.Hosting"],
        ["Ocm.LegacySignatures"] = ["Ocm.Abstractions", "Ocm.HttpSignatures", "Ocm.Client", "Ocm.Server.Hosting"],
        ["Ocm.Testing"] = ["Ocm.Abstractions", "Ocm.HttpSignatures", "Ocm.Client", "Ocm.Server.Hosting"],
    };

    private static IReadOnlyList<Package> Packages => Package.All;

    [TestCaseSource(nameof(Packages))]
    public void Package_RefersOnlyToThePackagesThatItMayKnow(object package)
    {
        var (name, references) = Of(package);
        Assert.That(MayKnow, Does.ContainKey(name), "add the package to this table, and say what it may know");
        Assert.That(references.Where(reference => reference.StartsWith("Ocm.", StringComparison.Ordinal)), Is.SubsetOf(MayKnow[name]));
    }

    [Test]
    public void Abstractions_DependsOnTheBaseClassLibraryAlone() =>
        Assert.That(Foreign("Ocm.Abstractions"), Is.Empty);

    [Test]
    public void HttpSignatures_DependsOnTheBaseClassLibraryAndBouncyCastleAlone() =>
        Assert.That(Foreign("Ocm.HttpSignatures"), Is.SubsetOf(new[] { "BouncyCastle.Crypto", "BouncyCastle.Cryptography" }));

    [Test]
    public void BouncyCastle_IsUsedInOneFile() => Assert.That(
        Repository.CSharp("src", "samples").Where(file => file.Text.Contains("Org.BouncyCastle", StringComparison.Ordinal)).Select(file => file.Path),
        Is.EqualTo(new[] { "src/Ocm.HttpSignatures/Keys/BouncyCastleEd25519.cs" }));

    [TestCase("Ocm.Abstractions")]
    [TestCase("Ocm.HttpSignatures")]
    [TestCase("Ocm.Client")]
    public void PackageForCallers_DoesNotReferToAspNetCore(string name) =>
        Assert.That(new Package(name).References, Has.None.StartsWith("Microsoft.AspNetCore"));

    [Test]
    public void Samples_UseOnlyWhatAVendorCanUse() => Assert.That(
        Repository.Texts.Where(file => file.IsUnder("src") && file.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Where(line => line.Contains("InternalsVisibleTo", StringComparison.Ordinal)).Select(line => line.Trim())),
        Has.None.Contain("Samples"));

    [TestCaseSource(nameof(Packages))]
    public void Internals_AreVisibleToTestsAndBenchmarksOnly(object package)
    {
        var friends = ((Package)package).Assembly.GetCustomAttributes(typeof(System.Runtime.CompilerServices.InternalsVisibleToAttribute), inherit: false)
            .Cast<System.Runtime.CompilerServices.InternalsVisibleToAttribute>()
            .Select(friend => friend.AssemblyName);
        Assert.That(friends.Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal) && name != "Ocm.Benchmarks"), Is.Empty);
    }

    private static (string Name, IReadOnlyList<string> References) Of(object package) => (((Package)package).Name, ((Package)package).References);

    private static IEnumerable<string> Foreign(string name)
    {
        var baseClassLibrary = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return new Package(name).References.Where(reference => !File.Exists(Path.Combine(baseClassLibrary, reference + ".dll")));
    }
}
