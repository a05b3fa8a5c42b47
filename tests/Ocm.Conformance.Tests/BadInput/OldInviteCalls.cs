using Ocm.Serialization;
using static Ocm.Conformance.BadInput.OldValue;

namespace Ocm.Conformance.BadInput;

/// <summary>Acceptances of invites as servers before 1.4 write them.</summary>
internal static class OldInviteCalls
{
    private const string Einstein = "einstein@peer.example";

    internal static IEnumerable<OldCall> All => [Acceptance(isSigned: false), Acceptance(isSigned: true)];

    private static OldCall Acceptance(bool isSigned) => new(
        isSigned ? "invite-accepted, signed" : "invite-accepted",
        "/ocm/invite-accepted",
        """{"recipientProvider":"http://peer.example/","token":"the-invite-token","userId":"einstein@http://peer.example","email":"e@peer.example","name":"Albert Einstein"}""",
        [.. MessageFields.Invite.Select(field => field.Path == "userID" ? new FieldRule("userId", field.Kind) { Required = true, Max = field.Max } : field)],
        [
            Taken("email", "missing", "email", string.Empty),
            Taken("email", "null", "email", string.Empty),
            Taken("name", "missing", "name", string.Empty),
            Taken("name", "null", "name", string.Empty),
            Taken("userId", "\"einstein\"", "userID", Einstein),
            Taken("userId", "\"einstein@idp.example\"", "userID", "einstein@idp.example@peer.example"),
            Taken("userId", "\"einstein@https://other.example\"", "userID", "einstein@https://other.example@peer.example"),
            Taken("recipientProvider", "\"peer.example\"", "userID", "einstein@peer.example"),
            Refused("recipientProvider", "with a scheme", 401),
            Refused("recipientProvider", "\"127.0.0.1:1\"", 401),
            Refused("token", "\"zq9mark\"", 400, "token"),
        ])
    {
        IsSigned = isSigned,
        DraftNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["userId"] = "userID" },
    };
}
