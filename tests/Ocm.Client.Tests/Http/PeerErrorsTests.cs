using System.Text;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class PeerErrorsTests
{
    [TestCase("""{"message":"No such user","validationErrors":[]}""", "No such user", Description = "specification")]
    [TestCase(
        """{"message":"Invalid.","validationErrors":[{"name":"shareWith","message":"is unknown"},7,{"name":1},{"name":"name","message":"is missing"}]}""",
        "Invalid. shareWith: is unknown. name: is missing.")]
    [TestCase("""{"message":"Invitation expired","error":true}""", "Invitation expired")]
    [TestCase("""{"error":true,"message":"after the flag"}""", "after the flag")]
    [TestCase("""{"code":"UNTRUSTED_SERVICE","message":"not trusted"}""", "not trusted")]
    [TestCase("""{"error":"invalid_grant","error_description":"code expired"}""", "code expired")]
    [TestCase("""{"error":"invalid_grant"}""", "invalid_grant")]
    [TestCase("""{"error_msg":"Library not found."}""", "Library not found.")]
    [TestCase("""{"message":{"nested":1},"error_msg":"text"}""", "text")]
    [TestCase("""{"message":""}""", """{"message":""}""")]
    [TestCase("""["just","a","list"]""", """["just","a","list"]""")]
    [TestCase("signature missing\n", "signature missing", Description = "plain text")]
    [TestCase("  {broken", "{broken")]
    [TestCase("<html><body>Bad gateway</body></html>", null, Description = "a proxy's page")]
    [TestCase("", null)]
    [TestCase(" \r\n\t ", null)]
    [TestCase("{\"message\":\"a\\r\\nForged log line\\u001b[31m\\u0000\\u202Eevil\\u2028x\"}", "a Forged log line [31m evil x")]
    [TestCase("{\"message\":\"\\ud800\"}", "{\"message\":\"\\ud800\"}", Description = "half a character")]
    public void ToFailure_AnyBody_IsQuotedInOneCleanLine(string body, string? quoted)
    {
        var failure = PeerErrors.ToFailure(Answer(400, body));

        Assert.That(failure.PeerMessage, Is.EqualTo(quoted));
    }

    [TestCase(400, OcmFailureKind.Invalid)]
    [TestCase(401, OcmFailureKind.Unauthenticated)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    [TestCase(404, OcmFailureKind.NotFound)]
    [TestCase(409, OcmFailureKind.Conflict)]
    [TestCase(413, OcmFailureKind.TooLarge)]
    [TestCase(415, OcmFailureKind.UnsupportedMediaType)]
    [TestCase(429, OcmFailureKind.RateLimited)]
    [TestCase(500, OcmFailureKind.PeerFailure)]
    [TestCase(501, OcmFailureKind.NotSupported)]
    [TestCase(503, OcmFailureKind.Unavailable)]
    [TestCase(302, OcmFailureKind.InvalidResponse)]
    public void ToFailure_AnyStatus_DecidesWhateverTheBodySays(int status, OcmFailureKind kind)
    {
        var failure = PeerErrors.ToFailure(Answer(status, """{"message":"200 OK, all is well"}"""));

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((kind, status)));
        Assert.That(failure.Message, Is.EqualTo($"The other server answered with status {status}."));
    }

    [Test]
    public void ToFailure_LongMessage_IsCutAt200WithoutHalfCharacters()
    {
        var failure = PeerErrors.ToFailure(Answer(400, $$"""{"message":"{{new string('x', 199)}}😀😀"}"""));

        Assert.That(failure.PeerMessage, Is.EqualTo(new string('x', 199)));
    }

    [Test]
    public void ToFailure_LongRawText_IsCutAt200() =>
        Assert.That(PeerErrors.ToFailure(Answer(500, new string('é', 60_000))).PeerMessage, Is.EqualTo(new string('é', 200)));

    [Test]
    public void ToFailure_DeepJson_IsQuotedNotParsed() =>
        Assert.That(PeerErrors.ToFailure(Answer(500, "{\"a\":" + new string('[', 60_000))).PeerMessage, Has.Length.EqualTo(200));

    [Test]
    public void ToFailure_BrokenUtf8_IsReplaced()
    {
        var failure = PeerErrors.ToFailure(new PeerResponse { StatusCode = 400, Body = new byte[] { 0x61, 0xff, 0x62 } });

        Assert.That(failure.PeerMessage, Is.EqualTo("a\ufffdb"));
    }

    [Test]
    public void ToFailure_BrokenUtf8InJson_IsReplaced()
    {
        byte[] body = [.. "{\"message\":\"a"u8, 0xff, .. "\"}"u8];

        Assert.That(PeerErrors.ToFailure(new PeerResponse { StatusCode = 400, Body = body }).PeerMessage, Does.Contain("a\ufffd"));
    }

    [Test]
    public void ToFailure_Success_IsMisuse() =>
        Assert.That(() => PeerErrors.ToFailure(Answer(201, "{}")), Throws.ArgumentException);

    [Test]
    public void ToFailure_RandomBodies_NeverThrowAndAlwaysClean()
    {
        const int Seed = 20260901;
        TestContext.Out.WriteLine($"seed {Seed}");
        var bytes = new byte[64];
        var state = (uint)Seed;
        var alphabet = "{}[]\":,\\u00d8message\0\n\u001b<\ufeff"u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            for (var j = 0; j < bytes.Length; j++)
            {
                // Numerical Recipes' generator: repeatable, which is all that is asked of it.
                state = (state * 1664525) + 1013904223;
                bytes[j] = (state >> 30) == 0 ? (byte)(state >> 16) : alphabet[(state >> 16) % alphabet.Length];
            }

            var message = PeerErrors.ToFailure(new PeerResponse { StatusCode = 400, Body = bytes }).PeerMessage;
            Assert.That(message is null || (message.Length <= 200 && !message.Any(char.IsControl)), Is.True, Convert.ToHexString(bytes));
        }
    }

    private static PeerResponse Answer(int status, string body) => new() { StatusCode = status, Body = Encoding.UTF8.GetBytes(body) };
}
