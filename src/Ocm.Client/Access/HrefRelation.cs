namespace Ocm.Client.Access;

/// <summary>How an <c>href</c> of a listing relates to the folder that was asked for.</summary>
internal enum HrefRelation
{
    /// <summary>Elsewhere, deeper than one level, or not a usable reference.</summary>
    Other,

    /// <summary>The folder itself.</summary>
    Self,

    /// <summary>Directly in it.</summary>
    Child,
}
