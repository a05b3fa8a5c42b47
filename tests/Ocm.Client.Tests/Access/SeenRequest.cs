namespace Ocm.Client.Tests.Access;

/// <summary>A request as the sending server saw it.</summary>
internal sealed record SeenRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Authorization => Headers.GetValueOrDefault("Authorization");

    public override string ToString() => $"{Method} {Path}";
}
