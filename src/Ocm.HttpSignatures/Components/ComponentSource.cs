namespace Ocm.HttpSignatures.Components;

/// <summary>Where the value of a component comes from.</summary>
internal enum ComponentSource
{
    /// <summary>The identifier is not one that a request has a value for.</summary>
    Unknown,
    Field,
    Method,
    TargetUri,
    Authority,
    Scheme,
    RequestTarget,
    Path,
    Query,
    QueryParameter,
}
