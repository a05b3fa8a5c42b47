namespace Ocm.Testing.Simulators;

/// <summary>How a simulated server signs, and what it verifies.</summary>
internal enum SimulatedSignatureForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>RFC 9421, known by the label <c>ocm</c>, without a tag, the date covered, keys at the fixed place.</summary>
    Interim,

    /// <summary>As the draft says.</summary>
    Draft,
}
