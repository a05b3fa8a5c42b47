namespace Ocm.Client.Dialects;

/// <summary>Which message is read tolerantly.</summary>
public enum LegacyMessageKind
{
    /// <summary>A share creation notification.</summary>
    Share,

    /// <summary>The answer to one.</summary>
    ShareAnswer,

    /// <summary>A notification.</summary>
    Notification,

    /// <summary>An invite acceptance request.</summary>
    InviteAcceptance,

    /// <summary>The answer to one.</summary>
    InviteAnswer,

    /// <summary>A discovery document.</summary>
    Discovery,

    /// <summary>A set of public keys.</summary>
    KeySet,

    /// <summary>A token request; a form is read as an object of strings.</summary>
    TokenRequest,

    /// <summary>The answer to one.</summary>
    TokenAnswer,
}
