namespace Ocm.Client.Access;

/// <summary>With what a share is accessed (draft: Code Flow, Decision Table).</summary>
internal enum CredentialMode
{
    /// <summary>Only with an exchanged token: the share requires it (rows 1 and 2; TOK-09).</summary>
    Token,

    /// <summary>With an exchanged token, or with the secret where no exchange succeeds (row 3; TOK-10).</summary>
    TokenOrSecret,

    /// <summary>With the secret: the sending server exchanges nothing (row 4; TOK-13).</summary>
    Secret,

    /// <summary>With the secret in HTTP Basic: a share in the form of OCM 1.0 (ACC-04).</summary>
    Basic,
}
