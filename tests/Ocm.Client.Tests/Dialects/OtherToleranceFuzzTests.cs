using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Ocm.Client.Dialects;
using Ocm.Client.Tests.Signatures;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Serialization;

namespace Ocm.Client.Tests.Dialects;

/// <summary>
/// Notifications, invite acceptances, token requests and keys: the tolerant reading takes nothing that does not stand in the
/// message, and never reads otherwise what the draft can read.
/// </summary>
internal sealed class OtherToleranceFuzzTests
{
    private const int Inputs = 10_000;

    private static readonly string[] Values =
    [
        "null", "0", "17", "19", "-1", "true", "[]", "{}", "\"\"", "\"u@a.example\"", "\"u@https://a.example/\"", "\"https://a.example/\"", "\"a.example\"", "\"b.example\"",
        "\"secret-1\"", "\"secret-2\"", "[\"read\"]", "[\"read\",\"write\",7]", "{\"sharedSecret\":\"secret-3\",\"permissions\":[\"share\"]}",
        "{\"webdav\":{\"sharedSecret\":\"secret-4\",\"permissions\":[\"write\"]}}", "\"ocm_share\"", "\"ocm_authorization_code\"", "\"authorization_code\"", "\"OKP\"", "\"EC\"",
        "\"Ed25519\"", "\"P-256\"", "\"HS256\"", "\"none\"", "\"SHARE_UNSHARED\"", "\"SHARE_CHANGE_PERMISSION\"",
    ];

    [Test]
    [Property("Requirement", "NOTIF-05")]
    public void Read_AnyNotification_NeverGivesMore() => Run(
        LegacyMessageKind.Notification,
        """
        {"notificationType":"SHARE_UNSHARED","resourceType":"file","providerId":"1","notification":{"sharedSecret":"secret-0","grantee":"u@a.example","permission":1,
        "protocol":{"webdav":{"sharedSecret":"secret-0","permissions":["read"]}}}}
        """,
        (original, reading, text) =>
        {
            if (!OcmJson.Read<OcmNotification>(reading).TryGetValue(out var notification, out _))
            {
                return false;
            }

            Assert.That(text, Does.Contain($"\"{notification.NotificationType}\""), text);
            Assert.That(text, Does.Contain(notification.ProviderId), text);
            if (Secret(notification.Notification) is { } secret)
            {
                Assert.That(text, Does.Contain($"\"{secret}\""), text);
            }

            if (OcmJson.Read<OcmNotification>(original).TryGetValue(out var strict, out _))
            {
                Assert.That((notification.NotificationType, notification.ProviderId), Is.EqualTo((strict.NotificationType, strict.ProviderId)), text);
                Assert.That(Secret(strict.Notification) is not { } own || own == Secret(notification.Notification), Is.True, text);
            }

            return true;
        });

    [Test]
    [Property("Requirement", "INV-03")]
    public void Read_AnyInviteAcceptance_NamesTheSameServerAndUser() => Run(
        LegacyMessageKind.InviteAcceptance,
        """{"recipientProvider":"a.example","token":"secret-0","userID":"u","email":"","name":""}""",
        (original, reading, text) =>
        {
            if (!OcmJson.Read<InviteAcceptanceRequest>(reading).TryGetValue(out var request, out _))
            {
                return false;
            }

            Assert.That(text, Does.Contain(request.RecipientProvider.Value).IgnoreCase, text);
            Assert.That(text, Does.Contain(request.UserId).And.Contain(request.Token.Reveal()), text);
            if (OcmJson.Read<InviteAcceptanceRequest>(original).TryGetValue(out var strict, out _))
            {
                Assert.That((request.RecipientProvider, request.Token), Is.EqualTo((strict.RecipientProvider, strict.Token)), text);

                // Its own host in the form of a URL is the one thing that goes.
                Assert.That(request.UserId == strict.UserId || strict.UserId.Contains("://", StringComparison.Ordinal), Is.True, text);
            }

            return true;
        });

    [Test]
    [Property("Requirement", "TOK-05")]
    public void Read_AnyTokenRequest_KeepsClientAndCode() => Run(
        LegacyMessageKind.TokenRequest,
        """{"grant_type":"authorization_code","client_id":"a.example","code":"secret-0","scope":"x"}""",
        (original, reading, text) =>
        {
            Assert.That(Same(Member(reading, "code"), Member(original, "code")), Is.True, text);
            var client = Member(reading, "client_id");
            Assert.That(client.ValueKind == JsonValueKind.Undefined || text.Contains(client.GetRawText().Trim('"'), StringComparison.OrdinalIgnoreCase), Is.True, text);
            return true;
        });

    [Test]
    [Property("Requirement", "SIG-08")]
    public void Read_AnyKeySet_OnlyAddsTheAlgorithmOfTheCurve() => Run(
        LegacyMessageKind.KeySet,
        """{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"secret-0","x":"AAAA"}]}""",
        (original, reading, text) =>
        {
            if (Member(reading, "keys") is not { ValueKind: JsonValueKind.Array } keys)
            {
                return false;
            }

            foreach (var (key, before) in keys.EnumerateArray().Zip(Member(original, "keys").EnumerateArray()))
            {
                var algorithm = Member(key, "alg");
                Assert.That(
                    Member(before, "alg").ValueKind != JsonValueKind.Undefined ? JsonElement.DeepEquals(algorithm, Member(before, "alg"))
                        : algorithm.ValueKind == JsonValueKind.Undefined || algorithm.GetString() is "Ed25519" or "ES256" or "ES384",
                    Is.True,
                    text);
            }

            return true;
        });

    private static void Run(LegacyMessageKind kind, string message, Func<JsonElement, JsonElement, string, bool> check)
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
#pragma warning disable CA5394 // Test inputs, repeatable by the seed that the test prints.
        var random = new Random(seed);
#pragma warning restore CA5394
        var reader = new LegacyMessageReader(Options.Create(new OcmClientOptions { AcceptLegacyMessages = true }), new TestMeters());
        var (taken, rewritten) = (0, 0);
        for (var i = 0; i < Inputs; i++)
        {
            var text = Mutate(JsonNode.Parse(message)!.AsObject(), random).ToJsonString();
            var original = JsonElement.Parse(text);
            var reading = reader.Read(kind, original);
            rewritten += reading.IsLegacy ? 1 : 0;
            taken += check(original, reading.Message, text) ? 1 : 0;
        }

        Assert.That((taken, rewritten), Is.GreaterThan((100, 100)));
    }

#pragma warning disable CA5394 // Test inputs, repeatable by the seed that the test prints.
    private static JsonObject Mutate(JsonObject message, Random random)
    {
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var objects = Objects(message).ToList();
            var target = objects[random.Next(objects.Count)];
            if (target.Count == 0)
            {
                continue;
            }

            var name = target.ElementAt(random.Next(target.Count)).Key;
            if (random.Next(4) == 0)
            {
                target.Remove(name);
            }
            else
            {
                target[random.Next(8) == 0 ? name + "x" : name] = JsonNode.Parse(Values[random.Next(Values.Length)]);
            }
        }

        return message;
    }
#pragma warning restore CA5394

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject value => value.Select(member => member.Value).SelectMany(Objects).Prepend(value),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };

    // Null and absent say the same.
    private static bool Same(JsonElement left, JsonElement right) =>
        left.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? right.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null : JsonElement.DeepEquals(left, right);

    private static string? Secret(JsonElement? parameters) =>
        parameters is { } json && Member(json, "sharedSecret") is { ValueKind: JsonValueKind.String } secret ? secret.GetString() : null;

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;
}
