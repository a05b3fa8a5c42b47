using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Serialization;

namespace Ocm.Fuzz;

/// <summary>The tolerant reading of each message: it never fails, and what it has read once it leaves as it is.</summary>
internal static class ToleranceTargets
{
    private static readonly LegacyMessageReader Reader = new(Options.Create(new OcmClientOptions { AcceptLegacyMessages = true }), new Meters());

    internal static IReadOnlyList<FuzzTarget> All { get; } = [.. Enum.GetValues<LegacyMessageKind>().Select(Of)];

    private static FuzzTarget Of(LegacyMessageKind kind)
    {
        var examples = Seeds.Utf8(SeedsOf(kind));
        return new FuzzTarget($"tolerances of {kind}", examples, new JsonGarbage(examples).Make, bytes =>
        {
            if (!OcmJson.ParseObject(bytes).TryGetValue(out var message, out _))
            {
                return;
            }

            var once = Reader.Read(kind, message).Message;
            var twice = Reader.Read(kind, once).Message;
            if (once.ValueKind != JsonValueKind.Object || Encoding.UTF8.GetByteCount(once.GetRawText()) > 3 * bytes.Length + 512)
            {
                throw new InvalidOperationException("The reading is no object, or grows.");
            }

            // The texts first: numbers whose exponents nobody can hold cannot be compared otherwise.
            if (once.GetRawText() != twice.GetRawText() && !JsonElement.DeepEquals(once, twice))
            {
                throw new InvalidOperationException($"The second reading changes the first: {once.GetRawText()} became {twice.GetRawText()}");
            }
        })
        {
            // A tree that can be changed takes more than the message.
            AllocationBase = 256 * 1024,
            AllocationPerByte = 512,
        };
    }

    private static string[] SeedsOf(LegacyMessageKind kind) => kind switch
    {
        LegacyMessageKind.Share =>
        [
            .. Seeds.Share,
            """
            {"shareWith":"b%20b@https://b.example/","sharedBy":"u@a.example@https://a.example/","name":"/x/y","providerId":17,"expiration":0,"resourceType":"File","code":"c","requirements":["use-code"],
            "protocol":{"name":"datatx","options":[],"webdav":{"URI":"x","permissions":"read","requirements":[]},"webapp":{"uriTemplate":"x"},"embedded":{"payload":{}}},"description":null}
            """,
        ],
        LegacyMessageKind.ShareAnswer => Seeds.ShareAnswer,
        LegacyMessageKind.Notification =>
        [
            .. Seeds.Notification,
            """
            {"notificationType":"REQUEST_RESHARE","providerId":17,"notification":{"messgage":"m","shareWith":"u@https://c.example/","senderId":null,"permission":19,"grantee":"x@y",
            "protocol":{"webdav":{"sharedSecret":"s","permissions":["read"]}}}}
            """,
        ],
        LegacyMessageKind.InviteAcceptance => [.. Seeds.Invite, """{"recipientProvider":"https://a.example/","userId":"u@https://a.example","token":"t"}"""],
        LegacyMessageKind.InviteAnswer => Seeds.InviteAnswer,
        LegacyMessageKind.Discovery =>
        [
            .. Seeds.Discovery,
            """
            {"endPoint":"https://a.example/ocm/","capabilities":["/invite-accepted","receive-code",null],"criteria":["code"],"resourceTypes":{"name":"library","protocols":{"webdav":"seafdav"}},
            "inviteAcceptDialog":"","publicKey":{"id":"x"}}
            """,
        ],
        LegacyMessageKind.KeySet => ["""{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"AAAA"},{"kty":"EC","crv":"P-256"},7,null]}"""],
        LegacyMessageKind.TokenRequest => ["""{"grant_type":"ocm_share","client_id":"https://b.example/","code":"c","redirect_uri":null}"""],
        _ => [.. Seeds.Token, """{"access_token":"t","expires_in":"3600","refresh_token":null}"""],
    };

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
