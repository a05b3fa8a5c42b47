using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Ocm.Client.Dialects;
using Ocm.Client.Tests.Signatures;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Client.Tests.Dialects;

/// <summary>Whatever is written: the tolerant reading gives nobody more than the same text gives in the draft's own reading.</summary>
internal sealed class ToleranceFuzzTests
{
    private const int Inputs = 20_000;

    private static readonly string[] Names =
    [
        "shareWith", "sender", "sharedBy", "owner", "name", "providerId", "shareType", "resourceType", "expiration", "protocol", "options", "webdav", "webapp",
        "embedded", "uri", "url", "sharedSecret", "permissions", "requirements", "code", "payload", "description", "viewMode",
    ];

    private static readonly string[] Values =
    [
        "null", "0", "17", "-1", "1.5", "true", "[]", "{}", "\"\"", "\"u@a.example\"", "\"u@https://a.example/\"", "\"u@b.example@a.example\"", "\"bob%20b@b.example\"", "\"datatx\"", "\"u@a.example@a.example\"",
        "\"@\"", "\"/\"", "\"/a/b\"", "\"file\"", "\"FILE\"", "\"user\"", "\"webdav\"", "\"multi\"", "\"secret-1\"", "\"secret-2\"", "[\"read\"]", "[\"read\",\"write\",7]",
        "[\"must-use-mfa\"]", "[\"use-code\"]", "[\"mfa-enforced\"]", "{\"sharedSecret\":\"secret-3\"}", "{\"payload\":{}}", "\"https://a.example/dav\"",
    ];

    private const string Share =
        """
        {"shareWith":"bob@b.example","name":"notes","providerId":"1","owner":"u@a.example","sender":"u@a.example","shareType":"user","resourceType":"file",
        "protocol":{"name":"multi","options":{},"webdav":{"uri":"https://a.example/dav/1","sharedSecret":"secret-0","permissions":["read"],"requirements":["must-use-mfa"]}}}
        """;

    [Test]
    [Property("Requirement", "SHARE-14")]
    public void Read_AnyShare_NeverGivesMore()
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
            var text = Mutate(random).ToJsonString();
            var original = JsonElement.Parse(text);
            var reading = reader.Read(LegacyMessageKind.Share, original);
            if (!OcmJson.Read<ShareCreationNotification>(reading.Message).TryGetValue(out var share, out _))
            {
                continue;
            }

            taken++;
            rewritten += reading.IsLegacy ? 1 : 0;
            CheckOrigin(share, text);
            if (OcmJson.Read<ShareCreationNotification>(original).TryGetValue(out var strict, out _))
            {
                CheckAgainst(strict, share, text);
            }
        }

        Assert.That((taken, rewritten), Is.GreaterThan((100, 100)));
    }

    // Who speaks and what opens the share stand in the text, as they are read.
    private static void CheckOrigin(ShareCreationNotification share, string text)
    {
        Assert.That(text, Does.Contain(share.Sender.Host.Value), text);
        if ((share.Protocol.WebDav?.SharedSecret ?? share.Protocol.OptionsSecret) is { } secret)
        {
            Assert.That(text, Does.Contain($"\"{secret.Reveal()}\""), text);
        }

        foreach (var permission in share.Protocol.WebDav?.Permissions ?? [])
        {
            Assert.That(text, Does.Contain($"\"{permission.Value}\""), text);
        }
    }

    private static void CheckAgainst(ShareCreationNotification strict, ShareCreationNotification share, string text)
    {
        Assert.That(share.Sender.Host, Is.EqualTo(strict.Sender.Host), text);
        Assert.That(share.Owner.Host, Is.EqualTo(strict.Owner.Host), text);

        // A URL inside an address and escaped characters are spellings of older servers, which no identifier of ours holds.
        if (!strict.ShareWith.Identifier.Contains("://", StringComparison.Ordinal) && !strict.ShareWith.Identifier.Contains('%', StringComparison.Ordinal))
        {
            Assert.That(share.ShareWith, Is.EqualTo(strict.ShareWith), text);
        }

        Assert.That(share.Protocol.WebDav?.Permissions ?? [], Is.SubsetOf(strict.Protocol.WebDav?.Permissions ?? []), text);
        if (strict.Protocol.MustExchangeToken)
        {
            Assert.That(share.Protocol.MustExchangeToken, Is.True, text);
        }

        if (strict.Protocol.Requirements.Contains(Requirement.MustUseMfa))
        {
            Assert.That(share.Protocol.Requirements, Does.Contain(Requirement.MustUseMfa), text);
        }
    }

#pragma warning disable CA5394 // Test inputs, repeatable by the seed that the test prints.
    private static JsonObject Mutate(Random random)
    {
        var share = JsonNode.Parse(Share)!.AsObject();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            List<JsonObject> objects = [share];
            if (share["protocol"] is JsonObject protocol)
            {
                objects.Add(protocol);
                objects.AddRange(protocol.Select(member => member.Value).OfType<JsonObject>());
            }

            var target = objects[random.Next(objects.Count)];
            var name = random.Next(2) == 0 && target.Count > 0 ? target.ElementAt(random.Next(target.Count)).Key : Names[random.Next(Names.Length)];
            if (random.Next(4) == 0)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = JsonNode.Parse(Values[random.Next(Values.Length)]);
            }
        }

        return share;
    }
#pragma warning restore CA5394
}
