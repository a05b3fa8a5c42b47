using Ocm.Contacts;
using Ocm.Directories;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Serialization;

/// <summary>A message type behind one face, so that one table covers all of them.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="Read">Reads bytes; gives the failure, or null.</param>
/// <param name="Rewrite">Reads bytes and writes what was read.</param>
internal sealed record Message(string Name, Func<byte[], OcmFailure?> Read, Func<byte[], byte[]> Rewrite)
{
    internal static Message Discovery { get; } = Of<DiscoveryDocument>();

    internal static Message Share { get; } = Of<ShareCreationNotification>();

    internal static Message ShareAnswer { get; } = Of<ShareCreationResponse>();

    internal static Message Notification { get; } = Of<OcmNotification>();

    internal static Message Invite { get; } = Of<InviteAcceptanceRequest>();

    internal static Message InviteAnswer { get; } = Of<InviteAcceptanceResponse>();

    internal static Message ShareRequest { get; } = Of<ShareRequest>();

    internal static Message Token { get; } = Of<TokenResponse>();

    internal static Message Directory { get; } = Of<DirectoryDocument>();

    internal static Message Contact { get; } = Of<JsContactCard>();

    internal static IReadOnlyList<(Message Message, string Example)> All { get; } =
    [
        (Discovery, Examples.Discovery),
        (Share, Examples.MultipleProtocols),
        (ShareAnswer, Examples.ShareCreated),
        (Notification, Examples.ShareAccepted),
        (Invite, Examples.InviteAccepted),
        (InviteAnswer, Examples.InviteAnswered),
        (ShareRequest, Examples.ShareRequested),
        (Token, Examples.TokenIssued),
        (Directory, MessageFields.DirectoryExample),
    ];

    /// <summary>The names of the fields that were wrong; empty for a message that was taken.</summary>
    internal IReadOnlyList<string> BadFields(string json)
    {
        var failure = Read(Examples.Utf8(json));
        Assert.That(failure?.Kind, Is.Null.Or.EqualTo(OcmFailureKind.Invalid));
        Assert.That(failure is null || failure.ValidationErrors.Count > 0, Is.True, "a refusal names what is wrong");
        return [.. failure?.ValidationErrors.Select(error => error.Name) ?? []];
    }

    public override string ToString() => Name;

    private static Message Of<T>()
        where T : class, IOcmMessage<T> =>
        new(typeof(T).Name, bytes => OcmJson.Read<T>(bytes).Failure, bytes => OcmJson.Write(OcmJson.Read<T>(bytes).Value!));
}
