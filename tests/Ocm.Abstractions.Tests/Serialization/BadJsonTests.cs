using System.Text;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Serialization;

public sealed class BadJsonTests
{
    private static IEnumerable<TestCaseData> Bodies()
    {
        yield return Named("empty", []);
        yield return Named("white space", "  \r\n\t"u8);
        yield return Named("null", "null"u8);
        yield return Named("true", "true"u8);
        yield return Named("number", "1"u8);
        yield return Named("string", "\"x\""u8);
        yield return Named("array", "[]"u8);
        yield return Named("array of objects", "[{}]"u8);
        yield return Named("cut off", "{\"a\":"u8);
        yield return Named("cut off in a string", "{\"a\":\"b"u8);
        yield return Named("trailing data", "{} x"u8);
        yield return Named("second object", "{}{}"u8);
        yield return Named("trailing comma", "{\"a\":1,}"u8);
        yield return Named("comment", "{/* x */}"u8);
        yield return Named("line comment", "// x\n{}"u8);
        yield return Named("single quotes", "{'a':1}"u8);
        yield return Named("bare name", "{a:1}"u8);
        yield return Named("NaN", "{\"a\":NaN}"u8);
        yield return Named("infinity", "{\"a\":Infinity}"u8);
        yield return Named("hexadecimal number", "{\"a\":0x10}"u8);
        yield return Named("leading zero", "{\"a\":01}"u8);
        yield return Named("control character in a string", "{\"a\":\"\n\"}"u8);
        yield return Named("unknown escape", "{\"a\":\"\\x41\"}"u8);
        yield return Named("duplicate member", "{\"a\":1,\"a\":1}"u8);
        yield return Named("duplicate member, one escaped", "{\"a\":1,\"\\u0061\":1}"u8);
        yield return Named("duplicate member far down", "{\"a\":{\"b\":[{\"c\":1,\"c\":2}]}}"u8);
        yield return Named("member name with a half surrogate pair", "{\"\\ud800\":1}"u8);
        yield return Named("member name with a half surrogate pair far down", "{\"a\":[{\"\\udc00\":1}]}"u8);
        yield return Named("string with a half surrogate pair", "{\"a\":\"\\ud800\"}"u8);
        yield return Named("string with a half surrogate pair far down", "{\"a\":[[{\"b\":\"x\\uDC00y\"}]]}"u8);
        yield return Named("invalid UTF-8 in a string", [.. "{\"a\":\""u8, 0xff, .. "\"}"u8]);
        yield return Named("overlong UTF-8 in a string", [.. "{\"a\":\""u8, 0xc0, 0xaf, .. "\"}"u8]);
        yield return Named("surrogate in UTF-8", [.. "{\"a\":\""u8, 0xed, 0xa0, 0x80, .. "\"}"u8]);
        yield return Named("invalid UTF-8 in a name", [.. "{\""u8, 0xff, .. "\":1}"u8]);
        yield return Named("byte order mark", [0xef, 0xbb, 0xbf, .. "{}"u8]);
        yield return Named("UTF-16", Encoding.Unicode.GetBytes("{}"));
        yield return Named("zero bytes", new byte[64]);
        yield return Named("deep arrays", Encoding.UTF8.GetBytes(new string('[', 100_000)));
        yield return Named("deep objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
        yield return Named("one level too deep", Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', OcmJson.MaxDepth)}{new string(']', OcmJson.MaxDepth)}}}"));

        static TestCaseData Named(string name, ReadOnlySpan<byte> body) => new TestCaseData(body.ToArray()).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Bodies))]
    [Property("Requirement", "SHARE-22")]
    public void Read_NoStrictJsonObject_IsOneFailureAndNoException(byte[] body)
    {
        Assert.That(OcmJson.ParseObject(body).Failure?.Kind, Is.EqualTo(OcmFailureKind.Invalid));
        foreach (var (message, _) in Message.All)
        {
            var failure = message.Read(body);
            Assert.That(failure?.Kind, Is.EqualTo(OcmFailureKind.Invalid), message.Name);
            Assert.That(failure!.ValidationErrors, Has.Count.EqualTo(1), message.Name);
            Assert.That(failure.ValidationErrors[0].Name, Is.Empty);
        }
    }

    [TestCase("{\"expiration\":1e400}", "expiration")]
    [TestCase("{\"expiration\":99999999999999999999999999999999}", "expiration")]
    [TestCase("{\"expiration\":9223372036854775808}", "expiration")]
    [TestCase("{\"expiration\":9223372036854775807}", "expiration")]
    [TestCase("{\"expiration\":253402300800}", "expiration")]
    [TestCase("{\"expiration\":-1}", "expiration")]
    [TestCase("{\"expiration\":1.5}", "expiration")]
    [TestCase("{\"expiration\":1e3}", "expiration")]
    [Property("Requirement", "SHARE-08")]
    public void Read_NumberThatIsNoMomentInTime_IsAMistakeInThatField(string json, string field) =>
        Assert.That(Message.Share.BadFields(json), Does.Contain(field));

    [Test]
    public void Read_EmptyObject_NamesEachRequiredField()
    {
        Assert.That(Message.Discovery.BadFields("{}"), Is.EquivalentTo(new[] { "enabled", "apiVersion", "endPoint", "resourceTypes" }));
        Assert.That(
            Message.Share.BadFields("{}"),
            Is.EquivalentTo(new[] { "shareWith", "name", "providerId", "owner", "sender", "shareType", "resourceType", "protocol" }));
        Assert.That(Message.ShareAnswer.BadFields("{}"), Is.EquivalentTo(new[] { "recipientDisplayName" }));
        Assert.That(Message.Notification.BadFields("{}"), Is.EquivalentTo(new[] { "notificationType", "providerId" }));
        Assert.That(Message.Invite.BadFields("{}"), Is.EquivalentTo(new[] { "recipientProvider", "token", "userID", "email", "name" }));
        Assert.That(Message.InviteAnswer.BadFields("{}"), Is.EquivalentTo(new[] { "userID", "email", "name" }));
        Assert.That(Message.ShareRequest.BadFields("{}"), Is.EquivalentTo(new[] { "owner", "shareWith", "share" }));
        Assert.That(Message.Token.BadFields("{}"), Is.EquivalentTo(new[] { "access_token", "token_type" }));
    }

    [Test]
    [Property("Requirement", "SHARE-22")]
    public void Read_ShareWithFiveMistakes_NamesAllFive()
    {
        const string Json = """
            {
              "shareWith": "nobody", "name": "", "providerId": 17, "owner": "o@a.example", "sender": "s@a.example",
              "shareType": "user", "resourceType": "file", "expiration": "tomorrow",
              "protocol": {"name": "multi", "webdav": {"uri": "x", "permissions": ["read"]}}
            }
            """;
        var failure = OcmJson.Read<ShareCreationNotification>(Examples.Utf8(Json)).Failure!;
        Assert.That(
            failure.ValidationErrors.Select(error => error.Name),
            Is.EqualTo(new[] { "shareWith", "name", "providerId", "expiration", "protocol.webdav.sharedSecret" }));
        Assert.That(failure.ValidationErrors.Select(error => error.Message), Has.All.Not.Empty);
    }

    [Test]
    public void Read_FieldWithSeveralMistakes_IsNamedOnce()
    {
        var json = Examples.Share("""
            {"webdav": {"uri": "x", "sharedSecret": "s"},
             "webapp": {"uri": "", "targets": ["blank"], "permissions": ["view"], "requirements": ["must-use-mfa"], "sharedSecret": "\n\u00fc"}}
            """);
        Assert.That(
            Message.Share.BadFields(json),
            Is.EqualTo(new[] { "protocol.webapp.uri", "protocol.webapp.sharedSecret", "protocol.webapp.requirements" }));
    }

    [Test]
    public void Messages_NeverQuoteWhatWasSent()
    {
        var json = Examples.MultipleProtocols.Replace("hfiuhworzwnur98d3wjiwhr", "top-secr\\u00e9t", StringComparison.Ordinal)
            .Replace("51dc30ddc473d43a6011e9ebba6ca770@geant.org", "mallory", StringComparison.Ordinal);
        var failure = OcmJson.Read<ShareCreationNotification>(Examples.Utf8(json)).Failure!;
        Assert.That(failure.ValidationErrors, Has.Count.EqualTo(3));
        Assert.That(failure.ValidationErrors.Select(error => error.Message), Has.All.Not.Contains("top-secr").And.All.Not.Contains("mallory"));
        Assert.That(failure.Message, Does.Not.Contain("top-secr"));
    }
}
