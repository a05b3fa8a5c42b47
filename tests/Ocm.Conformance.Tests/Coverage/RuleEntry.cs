namespace Ocm.Conformance.Coverage;

/// <summary>One rule of the protocol.</summary>
/// <param name="Id">Its id, such as SIG-10.</param>
/// <param name="Level">MUST, MUST NOT, SHOULD, SHOULD NOT or MAY.</param>
/// <param name="Role">Whom it binds.</param>
/// <param name="Area">What it is about.</param>
/// <param name="Text">The rule in our words.</param>
/// <param name="Source">Where it stands in the draft.</param>
/// <param name="Ours">What we do, for rules that leave a choice.</param>
internal sealed record RuleEntry(string Id, string Level, string Role, string Area, string Text, string Source, string Ours)
{
    internal bool IsMust => Level is "MUST" or "MUST NOT";

    public override string ToString() => Id;
}
