namespace Ocm.Stores.Sql.Secrets;

/// <summary>What is encrypted; one kind cannot be passed off as another.</summary>
internal enum SecretKind
{
    /// <summary>The secret of a sent share.</summary>
    SentShareSecret,

    /// <summary>The protocol of a received share, with its secrets.</summary>
    ReceivedShareProtocol,

    /// <summary>The token of an invite.</summary>
    InviteToken,

    /// <summary>A private signing key.</summary>
    SigningKey,

    /// <summary>What came of the wishes to reshare a received share, with its secrets.</summary>
    AnsweredReshares,
}
