using System.Text.Json;
using Ocm.Serialization;

namespace Ocm.Errors;

public sealed class OcmFailureTests
{
    [Test]
    public void ToString_LeavesThePeersTextOut()
    {
        var failure = new OcmFailure(OcmFailureKind.PeerFailure, "The other server failed.")
        {
            PeerStatus = 500,
            PeerMessage = "peer text with a secret",
            ValidationErrors = [new ValidationError("name", "is required")],
            Rule = "SHARE-04",
        };
        Assert.That($"{failure}", Is.EqualTo("PeerFailure: The other server failed."));
    }

    [TestCase(OcmFailureKind.Unavailable, true)]
    [TestCase(OcmFailureKind.Unreachable, true)]
    [TestCase(OcmFailureKind.Timeout, true)]
    [TestCase(OcmFailureKind.RateLimited, true)]
    [TestCase(OcmFailureKind.PeerFailure, true)]
    [TestCase(OcmFailureKind.Invalid, false)]
    [TestCase(OcmFailureKind.Unauthenticated, false)]
    [TestCase(OcmFailureKind.Forbidden, false)]
    [TestCase(OcmFailureKind.NotFound, false)]
    [TestCase(OcmFailureKind.Conflict, false)]
    [TestCase(OcmFailureKind.NotSupported, false)]
    [TestCase(OcmFailureKind.Blocked, false)]
    [TestCase(OcmFailureKind.Disabled, false)]
    [TestCase(OcmFailureKind.Ended, false)]
    [TestCase(OcmFailureKind.MfaRequired, false)]
    [TestCase(OcmFailureKind.InvalidResponse, false)]
    public void IsTransient_SaysWhetherLaterMayWork(OcmFailureKind kind, bool expected) =>
        Assert.That(new OcmFailure(kind, "x").IsTransient, Is.EqualTo(expected));

    [Test]
    [Property("Requirement", "SHARE-22")]
    public void ErrorBody_IsAMessageAndTheBadFields()
    {
        var body = new OcmErrorBody { Message = "The message has missing or invalid fields.", ValidationErrors = [new("shareWith", "is required")] };
        var json = JsonSerializer.Serialize(body, OcmJsonContext.Default.OcmErrorBody);
        Assert.That(json, Is.EqualTo(
            """{"message":"The message has missing or invalid fields.","validationErrors":[{"name":"shareWith","message":"is required"}]}"""));
    }

    [Test]
    public void ErrorBody_WithoutFields_IsTheMessageAlone() => Assert.That(
        JsonSerializer.Serialize(new OcmErrorBody { Message = "no" }, OcmJsonContext.Default.OcmErrorBody),
        Is.EqualTo("""{"message":"no"}"""));
}
