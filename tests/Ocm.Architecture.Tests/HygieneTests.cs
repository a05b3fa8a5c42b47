using System.Text.RegularExpressions;

namespace Ocm.Architecture;

public sealed partial class HygieneTests
{
    [Test]
    public void PragmaThatDisablesAWarning_SaysWhy() => Assert.That(
        Repository.CSharp("src", "samples", "tests").SelectMany(file => Lines(file, line => Pragma.IsMatch(line) && !PragmaWithReason.IsMatch(line))),
        Is.Empty,
        "write the reason after // on the same line");

    [Test]
    public void SuppressionAttribute_SaysWhy() => Assert.That(
        Repository.CSharp("src", "samples", "tests")
            .SelectMany(file => Suppression.Matches(file.Text).Where(match => !match.Value.Contains("Justification", StringComparison.Ordinal)).Select(_ => file.Path)),
        Is.Empty);

    [Test]
    public void Nothing_NamesAMachinesOwnPaths()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] paths = home.Count(c => c == Path.DirectorySeparatorChar) > 1 ? [Repository.Root, home] : [Repository.Root];
        Assert.That(
            Repository.Texts.SelectMany(file => Lines(file, line => MachinePath.IsMatch(line) || paths.Any(path => line.Contains(path, StringComparison.Ordinal)))),
            Is.Empty);
    }

    [Test]
    public void Packages_ComeFromThePublicRegistriesOnly()
    {
        string[] publicHosts = ["api.nuget.org", "registry.npmjs.org"];
        var wrong = Repository.Texts
            .Where(file => file.Name is "nuget.config" or "package.json" or "package-lock.json" or ".npmrc" or "packages.lock.json" or "global.json"
                || file.Path.EndsWith(".props", StringComparison.Ordinal) || file.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(file => RegistryUrl.Matches(file.Text).Select(match => match.Groups[1].Value).Where(host => !publicHosts.Contains(host)).Select(host => $"{file.Path}: {host}"));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Product_LogsThroughGeneratedMethodsOnly() => Assert.That(
        Repository.CSharp("src").SelectMany(file => Lines(file, line => LoggerCall.IsMatch(line))),
        Is.Empty,
        "write a [LoggerMessage] method with an event id");

    [Test]
    public void Product_HasNoUnfinishedCode() => Assert.That(
        Repository.CSharp("src", "samples").SelectMany(file => Lines(file, line => Unfinished.IsMatch(line))),
        Is.Empty);

    [Test]
    public void Product_UsesNoRegularExpressions() => Assert.That(
        Repository.CSharp("src").SelectMany(file => Lines(file, line => line.Contains("System.Text.RegularExpressions", StringComparison.Ordinal))),
        Is.Empty,
        "what a peer sends is read by a parser whose time is linear");

    [Test]
    public void Tests_DoNotSleep() => Assert.That(
        Repository.CSharp("tests").SelectMany(file => Lines(file, line => Sleep.IsMatch(line))),
        Is.Empty,
        "wait for what happens, or move a manual clock");

    private static IEnumerable<string> Lines(SourceFile file, Func<string, bool> isWrong) =>
        file.Lines.Select((line, index) => (line, index)).Where(item => isWrong(item.line)).Select(item => $"{file.Path}:{item.index + 1}: {item.line.Trim()}");

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable")]
    private static partial Regex Pragma { get; }

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable\s+[\w, ]+//\s*\S.{9,}")]
    private static partial Regex PragmaWithReason { get; }

    [GeneratedRegex(@"\[(?:assembly:\s*)?(?:Unconditional)?SuppressMessage\([^\]]*\]")]
    private static partial Regex Suppression { get; }

    [GeneratedRegex(@"(?<![\w.])(?:/home/[a-z]\w*/|/Users/\w+/|[A-Za-z]:\\Users\\)")]
    private static partial Regex MachinePath { get; }

    [GeneratedRegex(@"https?://([\w.-]+)[\w./@-]*(?:/v3/index\.json|\.tgz|\.nupkg)")]
    private static partial Regex RegistryUrl { get; }

    [GeneratedRegex(@"\b_?[lL]ogger\??\.Log(?:Trace|Debug|Information|Warning|Error|Critical)?\(")]
    private static partial Regex LoggerCall { get; }

    [GeneratedRegex(@"NotImplementedException|//\s*(?:TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished { get; }

    // A delay on a clock that the test moves is no sleep.
    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\((?!Timeout\.Infinite|[^;]*,\s*_?(?:time|clock|manual)\w*\s*[,)])", RegexOptions.IgnoreCase)]
    private static partial Regex Sleep { get; }
}
