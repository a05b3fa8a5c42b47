namespace Ocm.Client.Http;

/// <summary>
/// A destination that may be called although it is not public. All parts that are set must match; at least one must be
/// set. An entry without <see cref="Network"/> opens private and loopback addresses; link-local, metadata and other
/// special addresses are opened by an entry whose <see cref="Network"/> holds them.
/// </summary>
public sealed class AllowedDestination
{
    /// <summary>
    /// A host name with everything below it: <c>example.org</c> matches itself and <c>cloud.example.org</c>. Or an IP
    /// address as it is written in a URL.
    /// </summary>
    public string? Host { get; set; }

    /// <summary>A network such as <c>10.1.0.0/16</c> or <c>fd12:3456::/32</c>, or one address.</summary>
    public string? Network { get; set; }

    /// <summary>A port, 1 to 65535. Opens the port also where <see cref="OcmHttpOptions.AllowedPorts"/> lacks it.</summary>
    public int? Port { get; set; }
}
