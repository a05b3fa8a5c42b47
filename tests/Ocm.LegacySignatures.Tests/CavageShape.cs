namespace Ocm.LegacySignatures.Tests;

/// <summary>How a request is signed; the defaults are Nextcloud's.</summary>
internal sealed record CavageShape
{
    public string? Algorithm { get; init; } = "rsa-sha512";

    public string Headers { get; init; } = "content-length date digest host";

    public bool Sha256Digest { get; init; }

    public string? KeyId { get; init; }

    public DateTimeOffset? Date { get; init; }

    public string Zone { get; init; } = "GMT";

    /// <summary>What is sent instead of what was signed.</summary>
    public string? SentBody { get; init; }
}
