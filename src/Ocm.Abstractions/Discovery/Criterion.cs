using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Discovery;

/// <summary>A condition that a server puts on share creation notifications (draft: Discovery, criteria). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<Criterion>))]
public readonly record struct Criterion(string Value) : IOpenValue<Criterion>
{
    /// <summary>Unsigned calls are refused.</summary>
    public static readonly Criterion MustUseHttpSig = new("must-use-http-sig");

    /// <summary>Each share must require the code flow.</summary>
    public static readonly Criterion MustExchangeToken = new("must-exchange-token");

    /// <summary>Some servers are refused.</summary>
    public static readonly Criterion Denylist = new("denylist");

    /// <summary>Only listed servers are taken.</summary>
    public static readonly Criterion Allowlist = new("allowlist");

    /// <summary>An invite must have been accepted between the parties.</summary>
    public static readonly Criterion MustInvite = new("must-invite");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static Criterion Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
