namespace Ocm.Testing.Conformance;

/// <summary>How a check ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>The server does what the rules say, in the cases that the check makes.</summary>
    Passed,

    /// <summary>The server breaks a rule; the explanation says which and how.</summary>
    Failed,

    /// <summary>
    /// The check says nothing of this server: the rule does not bind it, a hook is missing, or what the check needs first did not
    /// succeed, of which another check tells.
    /// </summary>
    NotApplicable,
}
