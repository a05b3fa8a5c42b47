using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures.Tests;

/// <summary>A request whose parts a test sets one by one, also to what no HTTP stack would let through.</summary>
internal sealed class RequestStub : HttpRequestView
{
    private readonly Dictionary<string, List<string>> _headers = new(StringComparer.Ordinal);

    public RequestStub(string method = "POST", string targetUri = "https://receiver.example.org/ocm/shares")
    {
        Method = method;
        TargetUri = targetUri;
    }

    public override string Method { get; }

    public override string TargetUri { get; }

    public string? OwnRequestTarget { get; init; }

    public override string RequestTarget => OwnRequestTarget ?? base.RequestTarget;

    public RequestStub With(string name, params string[] lines)
    {
        _headers[name.ToLowerInvariant()] = [.. lines];
        return this;
    }

    public RequestStub With(SignedFields fields) => With("signature-input", fields.SignatureInput).With("signature", fields.Signature);

    public override HeaderLines GetHeaderLines(string name) =>
        _headers.TryGetValue(name, out var lines) ? new HeaderLines(lines.ToArray()) : default;
}
