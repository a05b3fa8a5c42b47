using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>By which means a resource is accessed (draft: OCM Protocols). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<ProtocolName>))]
public readonly record struct ProtocolName(string Value) : IOpenValue<ProtocolName>
{
    /// <summary>WebDAV over HTTPS (RFC 4918).</summary>
    public static readonly ProtocolName WebDav = new("webdav");

    /// <summary>A web application of the sending server.</summary>
    public static readonly ProtocolName WebApp = new("webapp");

    /// <summary>SSH, SFTP or SCP with the recipient's key.</summary>
    public static readonly ProtocolName Ssh = new("ssh");

    /// <summary>The resource itself is in the message (OCM-Embedded).</summary>
    public static readonly ProtocolName Embedded = new("embedded");

    /// <summary>Not a protocol: the <c>protocol.name</c> that announces one object for each protocol.</summary>
    public static readonly ProtocolName Multi = new("multi");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static ProtocolName Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
