using System.Diagnostics.CodeAnalysis;

namespace Ocm.Errors;

/// <summary>
/// The outcome of something that depends on another server: a value, or a failure. Misuse and cancellation throw instead.
/// A result that nobody set, the default of this type, is a failure.
/// </summary>
/// <typeparam name="T">The value of a success.</typeparam>
public readonly struct OcmResult<T>
{
    private readonly bool _hasValue;
    private readonly T? _value;
    private readonly OcmFailure? _failure;

    private OcmResult(T value)
    {
        _hasValue = true;
        _value = value;
    }

    private OcmResult(OcmFailure failure) => _failure = failure;

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSuccess => _hasValue;

    /// <summary>The value of a success; the default of <typeparamref name="T"/> for a failure.</summary>
    public T? Value => _value;

    /// <summary>The failure, or null.</summary>
    public OcmFailure? Failure => _hasValue ? null : _failure ?? Uninitialized;

    private static OcmFailure Uninitialized { get; } = new(OcmFailureKind.InvalidResponse, "The result was never set.");

    /// <summary>A success.</summary>
    /// <param name="value">The value; not null.</param>
    public static implicit operator OcmResult<T>(T value) => new(value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A failure.</summary>
    /// <param name="failure">The failure; not null.</param>
    public static implicit operator OcmResult<T>(OcmFailure failure) =>
        new(failure ?? throw new ArgumentNullException(nameof(failure)));

    /// <summary>The value and the failure side by side, one of them null.</summary>
    /// <param name="value">The value of a success.</param>
    /// <param name="failure">The failure.</param>
    public void Deconstruct(out T? value, out OcmFailure? failure)
    {
        value = _value;
        failure = Failure;
    }

    /// <summary>Whether there is a value; gives whichever there is.</summary>
    /// <param name="value">The value of a success.</param>
    /// <param name="failure">The failure otherwise.</param>
    /// <returns>True for a success.</returns>
    public bool TryGetValue([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out OcmFailure? failure)
    {
        value = _value;
        failure = Failure;
        return IsSuccess;
    }

    /// <summary>The kind of the failure or the word success; never the value, which may hold a secret.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => IsSuccess ? "Success" : Failure!.ToString();
}
