namespace Ocm.Serialization;

/// <summary>Each field of each message that a server or client reads, with what it takes.</summary>
internal static class FieldTable
{
    internal static IEnumerable<(Message Message, string Example, FieldRule Field)> All =>
        Rows(Message.Discovery, Examples.Discovery, MessageFields.Discovery)
            .Concat(Rows(Message.Share, Examples.MultipleProtocols, MessageFields.Share))
            .Concat(Rows(Message.Share, Examples.LegacyOptions, MessageFields.LegacyShare))
            .Concat(Rows(Message.ShareAnswer, Examples.ShareCreated, MessageFields.ShareAnswer))
            .Concat(Rows(Message.Notification, Examples.ShareAccepted, MessageFields.Notification))
            .Concat(Rows(Message.Invite, Examples.InviteAccepted, MessageFields.Invite))
            .Concat(Rows(Message.InviteAnswer, Examples.InviteAnswered, MessageFields.InviteAnswer))
            .Concat(Rows(Message.ShareRequest, Examples.ShareRequested, MessageFields.ShareRequest))
            .Concat(Rows(Message.Token, Examples.TokenIssued, MessageFields.Token))
            .Concat(Rows(Message.Directory, MessageFields.DirectoryExample, MessageFields.Directory))
            .Concat(Rows(Message.Contact, MessageFields.ContactExample, MessageFields.Contact));

    private static IEnumerable<(Message Message, string Example, FieldRule Field)> Rows(Message message, string example, FieldRule[] fields) =>
        fields.Select(field => (message, example, field));
}
