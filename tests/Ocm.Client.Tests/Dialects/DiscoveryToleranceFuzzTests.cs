using System.Text.Json;
using Ocm.Client.Dialects;
using Ocm.Discovery;
using Ocm.Shares;

namespace Ocm.Client.Tests.Dialects;

/// <summary>
/// Whatever a server says of itself: the tolerant reading invents no address, no ability and no keys for it, forgets no condition, and
/// leaves a document with <c>jwksUri</c> alone.
/// </summary>
internal sealed class DiscoveryToleranceFuzzTests
{
    private static readonly string[] Names =
    [
        "enabled", "apiVersion", "endPoint", "provider", "resourceTypes", "capabilities", "criteria", "inviteAcceptDialog", "jwksUri", "tokenEndPoint", "name", "shareTypes",
        "protocols", "webdav", "webdav-receive",
    ];

    private static readonly string[] Values =
    [
        "null", "0", "true", "false", "[]", "{}", "\"\"", "\"1.0\"", "\"1.2.0\"", "\"https://a.example/ocm/\"", "\"https://c.example/ocm\"", "\"seafdav\"", "\"/dav\"", "[\"user\"]", "[\"group\"]",
        "[\"receive-code\"]", "[\"/receive-code\",\"/notifications\"]", "[\"token-exchange\",\"exchange-token\"]", "[\"http-request-signatures\",\"/shares\"]", "[\"invite-accepted\",null]",
        "[\"invite\",\"code\"]", "[\"must-invite\",7]", "[\"token-exchange\",\"allowlist\"]", "[\"other\",{}]", "{\"name\":\"library\",\"protocols\":{\"Seafile API\":\"x\"}}",
        "[{\"name\":\"file\"}]", "[{\"name\":\"file\",\"shareTypes\":[\"user\",\"group\"],\"protocols\":{\"webdav\":\"dav\",\"webapp\":{}}}]",
    ];

    private static readonly string[] Examples =
    [
        """
        {"enabled":true,"apiVersion":"1.1.0","endPoint":"https://a.example/ocm","provider":"A","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav/"}}],
        "capabilities":["/invite-accepted","/notifications","/shares"],"criteria":["invite"]}
        """,
        """
        {"enabled":true,"apiVersion":"1.2.0","endPoint":"https://a.example/ocm/","resourceTypes":{"name":"library","protocols":{"webdav":"seafdav"}},"capabilities":["receive-code"],
        "criteria":["code","http-request-signatures"],"inviteAcceptDialog":"","tokenEndPoint":""}
        """,
        """
        {"enabled":true,"apiVersion":"1.3.0","endPoint":"https://a.example/ocm","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav/"}},
        {"name":"folder","shareTypes":["user","group"],"protocols":{"webdav":"dav","webdav-receive":{"uri":"relative"}}}],"capabilities":["exchange-token","http-sig","notifications"],
        "criteria":["must-exchange-token","must-use-http-sig","allowlist"],"tokenEndPoint":"https://a.example/token","inviteAcceptDialog":"/accept"}
        """,
    ];

    // By which names older servers call a capability; a slash before it says the same.
    private static readonly Dictionary<string, string[]> OldCapabilities = new(StringComparer.Ordinal)
    {
        [Capability.Invites.Value] = ["invite-accepted"],
        [Capability.ExchangeToken.Value] = ["receive-code", "token-exchange"],
        [Capability.HttpSig.Value] = ["http-request-signatures"],
    };

    private static readonly Dictionary<string, string> OldCriteria = new(StringComparer.Ordinal)
    {
        ["invite"] = Criterion.MustInvite.Value,
        ["code"] = Criterion.MustExchangeToken.Value,
        ["token-exchange"] = Criterion.MustExchangeToken.Value,
        ["http-request-signatures"] = Criterion.MustUseHttpSig.Value,
    };

    [TestCase(LegacyMessageKind.Discovery)]
    [Property("Requirement", "DISC-01")]
    public void Read_AnyDocument_NeverGivesMore(LegacyMessageKind kind) => new ToleranceFuzz(kind, Examples, Names, Values).Run<DiscoveryDocument>((document, strict, message) =>
    {
        CheckServer(document, message);
        CheckPromises(document, message);
        CheckResourceTypes(document, message);
        if (strict is not null)
        {
            CheckAgainst(strict, document, message);
        }
    });

    private static void CheckServer(DiscoveryDocument document, FuzzedMessage message)
    {
        Assert.That(document.EndPoint, Is.EqualTo(message.SentText("endPoint")), message.Text);
        Assert.That((document.Provider, document.JwksUri), Is.EqualTo((message.SentText("provider"), message.SentText("jwksUri"))), message.Text);
        Assert.That(document.InviteAcceptDialog ?? string.Empty, Is.EqualTo(message.SentText("inviteAcceptDialog") ?? string.Empty), message.Text);
        Assert.That(document.ApiVersion, Is.EqualTo(message.SentText("apiVersion") ?? "1.0"), message.Text);

        // Off is off; who says nothing, but where to call, is on.
        Assert.That(document.Enabled, Is.EqualTo(message.Sent("enabled").ValueKind is JsonValueKind.True or JsonValueKind.Undefined), message.Text);

        // OCM 1.2 fixed the path and named no address.
        var endPoint = message.SentText("endPoint")!;
        var oldPath = message.SentTexts("capabilities").Contains("receive-code") && Uri.TryCreate(endPoint, UriKind.Absolute, out _) ? endPoint.TrimEnd('/') + "/token" : null;
        Assert.That(document.TokenEndPoint, Is.EqualTo(message.SentText("tokenEndPoint") is { Length: > 0 } sent ? sent : oldPath).Or.EqualTo(message.SentText("tokenEndPoint")), message.Text);
    }

    private static void CheckPromises(DiscoveryDocument document, FuzzedMessage message)
    {
        var sent = message.SentTexts("capabilities").Select(name => name.TrimStart('/')).ToList();
        foreach (var capability in document.Capabilities ?? [])
        {
            Assert.That(sent.Contains(capability.Value.TrimStart('/')) || OldCapabilities.GetValueOrDefault(capability.Value, []).Any(sent.Contains), Is.True, $"{capability}: {message.Text}");
        }

        // A condition that is not heard is broken: none is lost, under whichever name, and a list that cannot be read is no empty one.
        var criteria = (document.Criteria ?? []).Select(criterion => criterion.Value).ToList();
        Assert.That(
            message.SentText("jwksUri") is null ? message.SentTexts("criteria").Select(name => OldCriteria.GetValueOrDefault(name, name)).Distinct() : message.SentTexts("criteria"),
            Is.EquivalentTo(criteria),
            message.Text);
        Assert.That(message.Sent("criteria") is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String), Is.False, message.Text);
    }

    private static void CheckResourceTypes(DiscoveryDocument document, FuzzedMessage message)
    {
        var sent = message.Sent("resourceTypes") switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().ToList(),
            { ValueKind: JsonValueKind.Object } entry => [entry],
            _ => [],
        };
        if (sent.Count == 0)
        {
            // What every server is assumed to take, over nothing that it has not named.
            Assert.That(document.ResourceTypes.Single(), Has.Property(nameof(ResourceTypeEntry.Name)).EqualTo(ResourceType.File).And.Property(nameof(ResourceTypeEntry.Protocols)).Empty, message.Text);
            return;
        }

        Assert.That(document.ResourceTypes, Has.Count.EqualTo(sent.Count), message.Text);
        foreach (var (entry, before) in document.ResourceTypes.Zip(sent))
        {
            var own = new FuzzedMessage(before, before, message.Text);
            Assert.That(entry.Name.Value, Is.EqualTo(own.SentText("name")), message.Text);
            Assert.That(entry.ShareTypes.Select(type => type.Value), Is.EqualTo(own.Sent("shareTypes").ValueKind == JsonValueKind.Array ? own.SentTexts("shareTypes") : ["user"]), message.Text);
            foreach (var (protocol, value) in entry.Protocols)
            {
                Assert.That(
                    JsonElement.DeepEquals(value, before.GetProperty("protocols").GetProperty(protocol))
                        || (protocol == "webdav" && value.GetString() == "/" + own.SentText("protocols", protocol)),
                    Is.True,
                    message.Text);
            }
        }
    }

    private static void CheckAgainst(DiscoveryDocument strict, DiscoveryDocument document, FuzzedMessage message)
    {
        Assert.That((document.Enabled, document.ApiVersion, document.EndPoint, document.JwksUri), Is.EqualTo((strict.Enabled, strict.ApiVersion, strict.EndPoint, strict.JwksUri)), message.Text);
        Assert.That(document.TokenEndPoint == strict.TokenEndPoint || strict.TokenEndPoint is null or "", Is.True, message.Text);
        Assert.That((strict.Criteria ?? []).Where(criterion => !OldCriteria.ContainsKey(criterion.Value)).Distinct(), Is.SubsetOf(document.Criteria ?? []), message.Text);
        if (strict.JwksUri is not null)
        {
            Assert.That(JsonElement.DeepEquals(message.Reading, message.Original), Is.True, message.Text);
        }
    }
}
