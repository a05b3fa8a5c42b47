using System.Xml.Linq;

namespace Ocm.Architecture;

public sealed class ProjectFileTests
{
    private static IEnumerable<SourceFile> Projects => Repository.Texts.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    [Test]
    public void Versions_StandInOnePlace() => Assert.That(
        Projects.Where(file => XDocument.Parse(file.Text).Descendants("PackageReference").Any(reference =>
            reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null)),
        Is.Empty,
        "a version belongs into Directory.Packages.props");

    [Test]
    public void TargetFramework_StandsInOnePlace() => Assert.That(
        Projects.Where(file => XDocument.Parse(file.Text).Descendants().Any(element => element.Name.LocalName is "TargetFramework" or "TargetFrameworks")),
        Is.Empty);

    [Test]
    public void EveryProject_IsInTheSolution()
    {
        var solution = Repository.Texts.Single(file => file.Path == "Ocm.Sdk.sln").Text.Replace('\\', '/');
        Assert.That(Projects.Where(file => !solution.Contains(file.Path, StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("Ocm.Abstractions")]
    [TestCase("Ocm.HttpSignatures")]
    [TestCase("Ocm.Client")]
    [TestCase("Ocm.Server.Hosting")]
    [TestCase("Ocm.LegacySignatures")]
    public void Package_IsAotCompatible(string name) => Assert.That(
        XDocument.Parse(Projects.Single(file => file.Path == $"src/{name}/{name}.csproj").Text).Descendants("IsAotCompatible").Single().Value,
        Is.EqualTo("true"));
}
