using System.Text;
using Ocm.Addresses;
using Ocm.HttpSignatures.Components;

namespace Ocm.Testing.Peers;

/// <summary>A request that a <see cref="FakePeer"/> received, as it was on the wire.</summary>
public sealed class FakePeerRequest
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The absolute target URI.</summary>
    public required string TargetUri { get; init; }

    /// <summary>The path of <see cref="TargetUri"/>.</summary>
    public required string Path { get; init; }

    /// <summary>The server that was asked for: host and port of <see cref="TargetUri"/>.</summary>
    public required OcmHost Host { get; init; }

    /// <summary>The lines of each header field, by the field's name in any case.</summary>
    public required IReadOnlyDictionary<string, string[]> Headers { get; init; }

    /// <summary>The body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The one line of a header field; null where it is not there.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>The value; several lines are joined with a comma.</returns>
    public string? Header(string name) => Headers.TryGetValue(name, out var lines) ? string.Join(", ", lines) : null;

    /// <summary>The view that a signature is verified over.</summary>
    /// <returns>The view.</returns>
    public HttpRequestView ToView() => new FakePeerRequestView(this);
}
