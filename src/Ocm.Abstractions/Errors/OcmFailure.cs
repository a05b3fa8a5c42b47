namespace Ocm.Errors;

/// <summary>
/// Why a call between two servers did not succeed. The message is written by this SDK and holds no secret and no text
/// that the other server chose.
/// </summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">One sentence for a person, in words of ours.</param>
public sealed record OcmFailure(OcmFailureKind Kind, string Message)
{
    /// <summary>The HTTP status that the other server answered; null where the call did not get that far.</summary>
    public int? PeerStatus { get; init; }

    /// <summary>
    /// What the other server said of it, cut to 200 characters and cleaned of control characters. It is the peer's text:
    /// show it to a person as a quotation, never log it, never put it into an exception.
    /// </summary>
    public string? PeerMessage { get; init; }

    /// <summary>The fields that were wrong, for <see cref="OcmFailureKind.Invalid"/>.</summary>
    public IReadOnlyList<ValidationError> ValidationErrors { get; init; } = [];

    /// <summary>How long the other server asks to wait (<c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The rule that stopped the call, for example <c>SHARE-04</c>, where one did.</summary>
    public string? Rule { get; init; }

    /// <summary>
    /// What the other server advertises, or does not, that stopped the call: the member of its discovery document and the value,
    /// for example <c>criteria: must-exchange-token</c> or <c>capabilities: no enforce-mfa</c>. In words of ours; null where
    /// nothing advertised stopped it.
    /// </summary>
    public string? Advertised { get; init; }

    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public bool IsTransient => Kind is OcmFailureKind.Unavailable or OcmFailureKind.Unreachable or OcmFailureKind.Timeout
        or OcmFailureKind.RateLimited or OcmFailureKind.PeerFailure;

    /// <summary>A failure of kind <see cref="OcmFailureKind.Invalid"/> with the fields that were wrong.</summary>
    /// <param name="errors">At least one mistake.</param>
    /// <returns>The failure.</returns>
    public static OcmFailure Invalid(IReadOnlyList<ValidationError> errors) =>
        new(OcmFailureKind.Invalid, "The message has missing or invalid fields.") { ValidationErrors = errors };

    /// <summary>A failure of kind <see cref="OcmFailureKind.Invalid"/> about one field.</summary>
    /// <param name="field">The field as a dotted path.</param>
    /// <param name="message">What is wrong with it.</param>
    /// <returns>The failure.</returns>
    public static OcmFailure Invalid(string field, string message) => Invalid([new ValidationError(field, message)]);

    /// <summary>The kind and our own message; the peer's text is left out.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"{Kind}: {Message}";
}
