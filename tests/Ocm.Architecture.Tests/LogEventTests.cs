using System.Globalization;
using System.Text.RegularExpressions;

namespace Ocm.Architecture;

public sealed partial class LogEventTests
{
    private const string Page = "docs/diagnostics.md";

    private static IReadOnlyList<(SourceFile File, int? Id)> Events { get; } =
    [
        .. Repository.CSharp("src", "samples").SelectMany(file => LoggerMessage.Matches(file.Text)
            .Select(match => (file, EventId.Match(match.Value) is { Success: true } id ? int.Parse(id.Groups[1].Value, CultureInfo.InvariantCulture) : (int?)null))),
    ];

    [Test]
    public void LogMessage_HasAnEventId() => Assert.That(Events.Where(item => item.Id is null).Select(item => item.File.Path), Is.Empty);

    [Test]
    public void EventId_IsUsedOnce() => Assert.That(
        Events.GroupBy(item => item.Id).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(item => item.File.Path))}"),
        Is.Empty);

    [Test]
    public void EventId_StandsOnThePageForOperators()
    {
        if (!File.Exists(Path.Combine(Repository.Root, Page)))
        {
            Assert.Ignore($"{Page} does not exist yet.");
        }

        var page = new SourceFile(Page).Text;
        Assert.That(Events.Where(item => item.File.IsUnder("src")).Select(item => item.Id!.Value).Where(id => !Regex.IsMatch(page, $@"\b{id}\b")), Is.Empty);
    }

    [GeneratedRegex(@"\[LoggerMessage\((?:[^""\]]|""(?:[^""\\]|\\.)*"")*\)\]")]
    private static partial Regex LoggerMessage { get; }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)|\bEventId\s*=\s*(\d+)")]
    private static partial Regex EventId { get; }
}
