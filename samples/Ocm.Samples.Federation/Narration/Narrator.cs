using Ocm.Samples.Federation.Wire;
using Spectre.Console;

namespace Ocm.Samples.Federation.Narration;

/// <summary>Tells the story on the console; without colour and in plain lines where the output goes to a file.</summary>
internal sealed class Narrator(IAnsiConsole console)
{
    /// <summary>How wide the text is where nobody says: wide enough to break no line.</summary>
    public const int WidthOfFiles = 1000;

    private const int WidthOfTable = 160;

    private const int MaxBodyLines = 60;
    private const int MaxFileAccesses = 6;
    private const int MaxHashes = 10;

    public void Introduce(Stage stage)
    {
        Line(string.Empty);
        foreach (var (vendor, role) in new[] { (stage.Sender, "sends"), (stage.Receiver, "receives") })
        {
            console.MarkupLineInterpolated($"[bold]{vendor.Name}[/] at {vendor.Origin.GetLeftPart(UriPartial.Authority)}: {vendor.UserName} is {vendor.User} and {role}.");
        }

        console.MarkupLineInterpolated($"Shared is the folder {stage.Settings.Folder}.");
    }

    public void Begin(int number, string title)
    {
        Line(string.Empty);
        console.MarkupLineInterpolated($"[bold]Step {number}: {title}[/]");
    }

    /// <summary>A sentence of the story.</summary>
    public void Say(string sentence) => console.MarkupLineInterpolated($"  {sentence}");

    public void End(bool passed, string detail, double seconds)
    {
        var colour = passed ? "green" : "red";
        console.MarkupLine($"  [{colour}]{(passed ? "passed" : "FAILED")}[/] after {seconds:0.00} s: {Markup.Escape(detail)}");
    }

    /// <summary>What the servers said to each other meanwhile; many accesses to files are counted, not listed.</summary>
    public void Messages(IReadOnlyList<WireMessage> messages)
    {
        var accesses = 0;
        foreach (var message in messages)
        {
            if (!message.IsFileAccess)
            {
                Show(message);
            }
            else if (++accesses <= MaxFileAccesses)
            {
                Show(message);
            }
        }

        if (accesses > MaxFileAccesses)
        {
            console.MarkupLineInterpolated($"    [grey]... and {accesses - MaxFileAccesses} further accesses to files[/]");
        }
    }

    /// <summary>The files that arrived, with their SHA-256.</summary>
    public void Hashes(IReadOnlyList<(string Path, string Hash)> files)
    {
        Say("The SHA-256 of what arrived, each equal to the original's:");
        foreach (var (path, hash) in files.Take(MaxHashes))
        {
            console.MarkupLineInterpolated($"    [grey]{hash}  {path}[/]");
        }

        if (files.Count > MaxHashes)
        {
            console.MarkupLineInterpolated($"    [grey]... and {files.Count - MaxHashes} further files, all equal[/]");
        }
    }

    public void Table(StoryReport report)
    {
        var table = new Table().Border(TableBorder.Ascii2);
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumn("Step");
        table.AddColumn("Result");
        table.AddColumn(new TableColumn("Seconds").RightAligned());
        table.AddColumn("What was found");
        foreach (var step in report.Steps)
        {
            table.AddRow(
                new Text($"{step.Number}"),
                new Text(step.Title),
                new Text(step.Passed ? "passed" : "FAILED", new Style(step.Passed ? Color.Green : Color.Red)),
                new Text($"{step.Seconds:0.00}"),
                new Text(step.Detail));
        }

        Line(string.Empty);
        console.Profile.Width = Math.Min(console.Profile.Width, WidthOfTable);
        console.Write(table);
        var passed = report.Steps.Count(step => step.Passed);
        console.MarkupLineInterpolated($"{passed} of {report.Steps.Count} steps passed in {report.Steps.Sum(step => step.Seconds):0.0} s.");
    }

    private void Show(WireMessage message)
    {
        console.MarkupLineInterpolated($"    [blue]-> {message.CalledVendor}: {message.Method} {message.Path}[/] answered [blue]{message.Status}[/]");
        if (message.IsFileAccess)
        {
            return;
        }

        foreach (var (name, value) in message.Headers)
        {
            console.MarkupLineInterpolated($"       [grey]{name}: {value}[/]");
        }

        Body(message.RequestBody, "   ");
        Body(message.ResponseBody, "<- ");
    }

    private void Body(string? body, string mark)
    {
        var lines = body?.Split('\n') ?? [];
        foreach (var line in lines.Take(MaxBodyLines))
        {
            console.MarkupLineInterpolated($"    [grey]{mark}{line}[/]");
            mark = "   ";
        }

        if (lines.Length > MaxBodyLines)
        {
            console.MarkupLineInterpolated($"    [grey]   ... and {lines.Length - MaxBodyLines} further lines[/]");
        }
    }

    private void Line(string text) => console.WriteLine(text);
}
