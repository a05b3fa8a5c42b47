using System.Text.RegularExpressions;

namespace Ocm.Architecture;

/// <summary>How files are cut and named, so that whoever looks for something finds it.</summary>
public sealed partial class SourceLayoutTests
{
    private const int MaxLines = 320;

    /// <summary>Files that are longer, with the most lines that each may have. This list may only shrink.</summary>
    private static readonly Dictionary<string, int> LongFiles = new(StringComparer.Ordinal)
    {
        ["tests/Ocm.Client.Tests/Signatures/OcmSignatureVerifierTests.cs"] = 587,
    };

    /// <summary>Namespaces that extension methods share with the framework's own, so that they are found without a using.</summary>
    private static readonly string[] FrameworkNamespaces = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Routing"];

    private static readonly Dictionary<string, string> RootNamespaces = new(StringComparer.Ordinal)
    {
        ["Ocm.Abstractions"] = "Ocm",
        ["Ocm.Server.Hosting"] = "Ocm.Server",
    };

    [Test]
    public void File_HasNotMoreLinesThanOneCanReadAtOnce()
    {
        var tooLong = Repository.CSharp("src", "samples", "tests")
            .Where(file => file.Lines.Length > LongFiles.GetValueOrDefault(file.Path, MaxLines))
            .Select(file => $"{file.Path}: {file.Lines.Length}");
        Assert.That(tooLong, Is.Empty, $"cut the file by what it does; the limit is {MaxLines} lines");
    }

    [Test]
    public void LongFiles_HoldsOnlyFilesThatAreStillLong()
    {
        var long1 = Repository.CSharp("src", "samples", "tests").Where(file => file.Lines.Length > MaxLines).Select(file => file.Path);
        Assert.That(LongFiles.Keys, Is.SubsetOf(long1), "take the file off the list, so that it stays short");
    }

    [Test]
    public void File_HoldsOnePublicTypeAndIsNamedAfterIt()
    {
        List<string> wrong = [];
        foreach (var file in Repository.CSharp("src"))
        {
            var types = TopLevelType.Matches(file.Text).Where(match => match.Groups["public"].Success).Select(match => match.Groups["name"].Value).Distinct().ToList();
            if (types.Count > 1 || (types.Count == 1 && !IsNamedAfter(file, types[0])))
            {
                wrong.Add($"{file.Path}: {string.Join(", ", types)}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void File_WithInternalTypesOnly_IsNamedAfterOneOfThem()
    {
        var wrong = Repository.CSharp("src", "samples")
            .Where(file => file.Name != "Program.cs" && TopLevelType.IsMatch(file.Text) && !TopLevelType.Matches(file.Text).Any(match => IsNamedAfter(file, match.Groups["name"].Value)));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Namespace_IsTheFolder()
    {
        List<string> wrong = [];
        foreach (var file in Repository.CSharp("src"))
        {
            var parts = file.Path.Split('/');
            var expected = string.Join('.', [RootNamespaces.GetValueOrDefault(parts[1], parts[1]), .. parts[2..^1]]);
            var actual = Namespace.Match(file.Text) is { Success: true } match ? match.Groups[1].Value : expected;
            if (actual != expected && !FrameworkNamespaces.Contains(actual))
            {
                wrong.Add($"{file.Path}: {actual}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void FrameworkNamespace_HoldsExtensionMethodsOnly()
    {
        var wrong = Repository.CSharp("src")
            .Where(file => FrameworkNamespaces.Contains(Namespace.Match(file.Text).Groups[1].Value))
            .Where(file => !file.Name.EndsWith("Extensions.cs", StringComparison.Ordinal));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Name_SaysWhatItIs()
    {
        var folders = Repository.CSharp("src", "samples").SelectMany(file => file.Path.Split('/')[2..^1]).Distinct();
        var types = Repository.CSharp("src", "samples", "tests").SelectMany(file => TopLevelType.Matches(file.Text)).Select(match => match.Groups["name"].Value);
        Assert.That(folders.Concat(types).Where(name => EmptyWord.IsMatch(name)), Is.Empty, "name it after what it knows or does");
    }

    // A generic type beside one of the same name is in NameOfT.cs; a part of a partial type in Name.Part.cs.
    private static bool IsNamedAfter(SourceFile file, string type) => file.Name.Split('.')[0] is var name && (name == type || name == type + "OfT");

    [GeneratedRegex(@"^(?:(?<public>public)|internal|file)\s+(?:(?:sealed|static|abstract|readonly|partial|ref|unsafe)\s+)*(?:class|record\s+struct|record\s+class|record|struct|interface|enum|delegate\s+[\w<>?\[\]]+)\s+(?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TopLevelType { get; }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace { get; }

    [GeneratedRegex(@"(Utils?|Utility|Utilities|Helpers?|Common|Managers?|Misc)(?![a-z])")]
    private static partial Regex EmptyWord { get; }
}
