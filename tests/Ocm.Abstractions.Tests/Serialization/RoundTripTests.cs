using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ocm.Serialization;

public sealed class RoundTripTests
{
    private static IEnumerable<TestCaseData> Messages()
    {
        foreach (var (message, example) in Message.All)
        {
            yield return Named(message, example, "example");
        }

        yield return Named(Message.Share, Examples.Share(Examples.LegacyProtocol), "single protocol, legacy");
        yield return Named(Message.Share, Examples.Share(Examples.SingleProtocol), "single protocol");
        yield return Named(Message.Share, Examples.Share(Examples.SingleProtocol.Replace("multi", "webdav", StringComparison.Ordinal)), "named after its protocol");
        yield return Named(Message.Share, Examples.Share("""{"name": "multi", "embedded": {"@context": "x", "@graph": [1, null, "a"]}}""", "ro-crate"), "embedded");
        yield return Named(Message.Share, Examples.Share("""{"name": "x-vendor", "x-vendor": ["any", {"json": null}]}""", "x-printer"), "vendor's own protocol");
        yield return Named(Message.Share, Examples.Share("""{"ssh": {"uri": "u@h.example:2222/x"}}"""), "without a protocol name");
        yield return Named(Message.Notification, Examples.UserRemoved, "user removed");

        static TestCaseData Named(Message message, string json, string name) =>
            new TestCaseData(message, json).SetArgDisplayNames(message.Name, name);
    }

    [TestCaseSource(nameof(Messages))]
    [Property("Requirement", "REG-01")]
    [Property("Requirement", "DISC-06")]
    [Property("Requirement", "SHARE-30")]
    public void ReadThenWrite_ValidMessage_MeansTheSame(object message, string json) => AssertSame((Message)message, json);

    [TestCaseSource(nameof(Messages))]
    [Property("Requirement", "REG-01")]
    [Property("Requirement", "DISC-06")]
    public void ReadThenWrite_UnknownMembersAtEveryLevel_AreKept(object message, string json)
    {
        var node = JsonNode.Parse(json)!;
        AddUnknownMembers(node, isProtocol: false);
        AssertSame((Message)message, node.ToJsonString());
    }

    [Test]
    [Property("Requirement", "REG-01")]
    public void ReadThenWrite_UnknownValuesOfOpenLists_AreKept()
    {
        var share = Examples.MultipleProtocols
            .Replace("\"must-use-mfa\"", "\"x-requirement\"", StringComparison.Ordinal)
            .Replace("\"datatx\"", "\"x-access\"", StringComparison.Ordinal)
            .Replace("[\"read\"]", "[\"x-permission\"]", StringComparison.Ordinal)
            .Replace("[\"blank\"]", "[\"x-target\"]", StringComparison.Ordinal)
            .Replace("\"user\"", "\"x-share-type\"", StringComparison.Ordinal)
            .Replace("\"file\"", "\"x-resource-type\"", StringComparison.Ordinal);
        AssertSame(Message.Share, share);

        var discovery = Examples.Discovery
            .Replace("\"invites\"", "\"x-capability\"", StringComparison.Ordinal)
            .Replace("\"allowlist\"", "\"x-criterion\"", StringComparison.Ordinal)
            .Replace("\"group\"", "\"x-share-type\"", StringComparison.Ordinal)
            .Replace("\"folder\"", "\"x-resource-type\"", StringComparison.Ordinal);
        AssertSame(Message.Discovery, discovery);

        AssertSame(Message.Notification, Examples.ShareAccepted.Replace("SHARE_ACCEPTED", "X_TYPE", StringComparison.Ordinal));
    }

    [Test]
    [Property("Requirement", "DISC-06")]
    public void ReadThenWrite_ProtocolValuesOfAnyKind_AreKept() => AssertSame(
        Message.Discovery,
        """
        {"enabled": false, "apiVersion": "2.0", "endPoint": "x", "resourceTypes": [{"name": "file", "shareTypes": ["user"],
          "protocols": {"webdav": 1, "webdav-receive": "x", "webapp-receive": [null], "a": null, "b": true, "c": 1.5e300, "d": [], "e": {"f": {}}}}]}
        """);

    [Test]
    public void Write_AbsentMember_IsLeftOut() =>
        Assert.That(Message.Token.Rewrite("""{"access_token":"a","token_type":"bearer"}"""u8.ToArray()), Is.EqualTo("""{"access_token":"a","token_type":"bearer"}"""u8.ToArray()));

    [Test]
    public void ReadThenWrite_DeepestAllowedMessage_IsKept()
    {
        // Two levels are the message and protocol, the rest is the embedded value.
        var depth = OcmJson.MaxDepth - 2;
        var json = Examples.Share($$"""{"embedded": {{new string('[', depth)}}{{new string(']', depth)}}}""");
        AssertSame(Message.Share, json);
        var deeper = Examples.Share($$"""{"embedded": {{new string('[', depth + 1)}}{{new string(']', depth + 1)}}}""");
        Assert.That(Message.Share.BadFields(deeper), Is.EqualTo(new[] { string.Empty }));
    }

    private static void AssertSame(Message message, string json)
    {
        Assert.That(message.BadFields(json), Is.Empty);
        using var before = JsonDocument.Parse(json);
        using var after = JsonDocument.Parse(message.Rewrite(Examples.Utf8(json)));
        Assert.That(JsonElement.DeepEquals(before.RootElement, after.RootElement), Is.True, after.RootElement.GetRawText());
    }

    private static void AddUnknownMembers(JsonNode? node, bool isProtocol)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, child) in members.ToList())
            {
                AddUnknownMembers(child, name == "protocol");
            }

            members["x-text"] = "kept";
            members["x-object"] = JsonNode.Parse("""{"deep": [1, 2.5, "ü", null, true, {"er": {}}]}""");
            if (!isProtocol)
            {
                // In protocol each unknown member is a protocol of the vendor's own, which is never null.
                members["x-null"] = null;
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                AddUnknownMembers(item, isProtocol: false);
            }
        }
    }
}
