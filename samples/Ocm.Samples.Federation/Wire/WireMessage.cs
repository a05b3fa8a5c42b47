namespace Ocm.Samples.Federation.Wire;

/// <summary>One call between the servers, as the called one saw it. Secrets are taken out already.</summary>
internal sealed record WireMessage
{
    /// <summary>The vendor whose server was called.</summary>
    public required string CalledVendor { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>The headers that matter here.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public string? RequestBody { get; init; }

    public required int Status { get; init; }

    public string? ResponseBody { get; init; }

    /// <summary>Whether it is an access to a shared file rather than a message of the protocol.</summary>
    public required bool IsFileAccess { get; init; }
}
