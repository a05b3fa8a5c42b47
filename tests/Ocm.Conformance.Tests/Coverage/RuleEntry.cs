namespace Ocm.Conformance.Coverage;

/// <summary>One rule of the protocol.</summary>
/// <param name="Id">Its id, such as SIG-10.</param>
/// <param name="Level">MUST, MUST NOT, SHOULD, SHOULD NOT or MAY.</param>
/// <param name="Role">Whom it binds.</param>
/// <param name="Area">What it is about.</param>
/// <param name="Text">The rule in our words.</param>
/// <param name="Source">Where it stands in the draft.</param>
/// <param name="Ours">What we do, for rules that leave a choice.</param>
/// <param name="OneSided">Why a MUST has no forbidden side that a message could show; empty where it has one.</param>
internal sealed record RuleEntry(string Id, string Level, string Role, string Area, string Text, string Source, string Ours, string OneSided)
{
    /// <summary>What the last column says of a rule whose forbidden side nobody has written a test for yet; may only become rarer.</summary>
    internal const string Pending = "pending";

    internal bool IsMust => Level is "MUST" or "MUST NOT";

    public override string ToString() => Id;
}
