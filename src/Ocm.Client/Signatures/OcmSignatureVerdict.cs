using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;

namespace Ocm.Client.Signatures;

/// <summary>What came out of judging a request's OCM signature.</summary>
public readonly struct OcmSignatureVerdict : IEquatable<OcmSignatureVerdict>
{
    private OcmSignatureVerdict(OcmSignatureStatus status, OcmSignatureProblem problem, OcmHost? server, string? keyId, string? legacyForm)
    {
        Status = status;
        Problem = problem;
        Server = server;
        KeyId = keyId;
        LegacyForm = legacyForm;
    }

    /// <summary>The verdict on a request without a signature tagged <c>ocm</c>.</summary>
#pragma warning disable CA1720 // the draft's word for a request without a signature, not a number type
    public static OcmSignatureVerdict Unsigned => default;
#pragma warning restore CA1720

    /// <summary>Whether there is a signature, and whether it is good.</summary>
    public OcmSignatureStatus Status { get; }

    /// <summary>Why it is not good; <see cref="OcmSignatureProblem.None"/> otherwise.</summary>
    public OcmSignatureProblem Problem { get; }

    /// <summary>The server that signed; set only when <see cref="Status"/> is <see cref="OcmSignatureStatus.Valid"/>.</summary>
    public OcmHost? Server { get; }

    /// <summary>The key that signed; set only when <see cref="Status"/> is <see cref="OcmSignatureStatus.Valid"/>.</summary>
    public string? KeyId { get; }

    /// <summary>The name of the older form in which a good signature was made; null for the draft's own.</summary>
    public string? LegacyForm { get; }

    /// <summary>Whether <see cref="Server"/> signed the request.</summary>
    [MemberNotNullWhen(true, nameof(Server), nameof(KeyId))]
    public bool IsValid => Status == OcmSignatureStatus.Valid;

    /// <summary>Whether two verdicts are the same.</summary>
    /// <param name="left">A verdict.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(OcmSignatureVerdict left, OcmSignatureVerdict right) => left.Equals(right);

    /// <summary>Whether two verdicts differ.</summary>
    /// <param name="left">A verdict.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(OcmSignatureVerdict left, OcmSignatureVerdict right) => !left.Equals(right);

    /// <summary>The verdict on a good signature.</summary>
    /// <param name="server">The server that signed.</param>
    /// <param name="keyId">Its key.</param>
    /// <param name="legacyForm">The name of the older form; left out for the draft's own.</param>
    /// <returns>The verdict.</returns>
    public static OcmSignatureVerdict Valid(OcmHost server, string keyId, string? legacyForm = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(keyId);
        return new OcmSignatureVerdict(OcmSignatureStatus.Valid, OcmSignatureProblem.None, server, keyId, legacyForm);
    }

    /// <summary>The verdict on a signature that proves nothing.</summary>
    /// <param name="problem">Why; not <see cref="OcmSignatureProblem.None"/>.</param>
    /// <returns>The verdict.</returns>
    public static OcmSignatureVerdict Invalid(OcmSignatureProblem problem)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)problem, (int)OcmSignatureProblem.None, nameof(problem));
        return new OcmSignatureVerdict(OcmSignatureStatus.Invalid, problem, null, null, null);
    }

    /// <inheritdoc/>
    public bool Equals(OcmSignatureVerdict other) =>
        Status == other.Status && Problem == other.Problem && Server == other.Server
        && string.Equals(KeyId, other.KeyId, StringComparison.Ordinal)
        && string.Equals(LegacyForm, other.LegacyForm, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OcmSignatureVerdict other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Status, Problem, Server, KeyId);

    /// <summary>Status and problem; the key's id is the peer's text and left out.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => IsValid ? $"Valid ({Server})" : Status == OcmSignatureStatus.Invalid ? $"Invalid ({Problem})" : nameof(Unsigned);
}
