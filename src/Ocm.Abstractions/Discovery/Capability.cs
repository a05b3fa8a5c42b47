using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Discovery;

/// <summary>An optional feature that a server announces (draft: Discovery, capabilities). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<Capability>))]
public readonly record struct Capability(string Value) : IOpenValue<Capability>
{
    /// <summary>Applies the second-factor requirement of a share for its sender.</summary>
    public static readonly Capability EnforceMfa = new("enforce-mfa");

    /// <summary>Takes part in the code flow.</summary>
    public static readonly Capability ExchangeToken = new("exchange-token");

    /// <summary>Signs and verifies HTTP message signatures.</summary>
    public static readonly Capability HttpSig = new("http-sig");

    /// <summary>Takes part in the invite flow.</summary>
    public static readonly Capability Invites = new("invites");

    /// <summary>Has a where-are-you-from page.</summary>
    public static readonly Capability InviteWayf = new("invite-wayf");

    /// <summary>Takes notifications.</summary>
    public static readonly Capability Notifications = new("notifications");

    /// <summary>Takes a <c>protocol</c> with one object for each protocol.</summary>
    public static readonly Capability ProtocolObject = new("protocol-object");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static Capability Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
