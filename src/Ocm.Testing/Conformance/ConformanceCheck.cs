namespace Ocm.Testing.Conformance;

/// <summary>One check of a server, against one or several rules of OCM 1.4.</summary>
public sealed class ConformanceCheck
{
    internal ConformanceCheck(string name, string description, string[] requirements, Func<CheckRun, Task> run)
    {
        Name = name;
        Description = description;
        Requirements = requirements;
        Run = run;
    }

    /// <summary>A name that is stable between versions, unique in the suite.</summary>
    public string Name { get; }

    /// <summary>What the server must do, in one sentence.</summary>
    public string Description { get; }

    /// <summary>The ids of the rules that it shows, as in <c>docs/conformance.md</c>.</summary>
    public IReadOnlyList<string> Requirements { get; }

    internal Func<CheckRun, Task> Run { get; }

    /// <summary>The name, so that test frameworks show it.</summary>
    /// <returns>The same as <see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
