namespace Ocm.Errors;

/// <summary>The value of an <see cref="OcmResult{T}"/> that has nothing to say but success.</summary>
public sealed class OcmUnit
{
    private OcmUnit()
    {
    }

    /// <summary>The one value.</summary>
    public static OcmUnit Value { get; } = new();
}
