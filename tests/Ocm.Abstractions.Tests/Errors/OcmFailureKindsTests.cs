namespace Ocm.Errors;

public sealed class OcmFailureKindsTests
{
    [TestCase(OcmFailureKind.Invalid, 400)]
    [TestCase(OcmFailureKind.Unauthenticated, 401)]
    [TestCase(OcmFailureKind.Forbidden, 403)]
    [TestCase(OcmFailureKind.Blocked, 403)]
    [TestCase(OcmFailureKind.MfaRequired, 403)]
    [TestCase(OcmFailureKind.NotFound, 404)]
    [TestCase(OcmFailureKind.Ended, 404)]
    [TestCase(OcmFailureKind.Conflict, 409)]
    [TestCase(OcmFailureKind.TooLarge, 413)]
    [TestCase(OcmFailureKind.UnsupportedMediaType, 415)]
    [TestCase(OcmFailureKind.RateLimited, 429)]
    [TestCase(OcmFailureKind.NotSupported, 501)]
    [TestCase(OcmFailureKind.Unavailable, 503)]
    [TestCase(OcmFailureKind.PeerFailure, 503)]
    [TestCase(OcmFailureKind.Unreachable, 503)]
    [TestCase(OcmFailureKind.Timeout, 503)]
    [TestCase(OcmFailureKind.InvalidResponse, 503)]
    [TestCase(OcmFailureKind.Disabled, 503)]
    [Property("Requirement", "SHARE-22")]
    [Property("Requirement", "SHARE-23")]
    [Property("Requirement", "SHARE-24")]
    public void ToStatusCode_EachKind_IsItsStatus(OcmFailureKind kind, int status) => Assert.That(kind.ToStatusCode(), Is.EqualTo(status));

    [Test]
    public void ToStatusCode_AnyKind_IsNeverAnInternalError() =>
        Assert.That(Enum.GetValues<OcmFailureKind>().Select(kind => kind.ToStatusCode()), Has.All.InRange(400, 503).And.None.EqualTo(500));

    [TestCase(400, OcmFailureKind.Invalid)]
    [TestCase(401, OcmFailureKind.Unauthenticated)]
    [TestCase(402, OcmFailureKind.Invalid)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    [TestCase(404, OcmFailureKind.NotFound)]
    [TestCase(405, OcmFailureKind.Invalid)]
    [TestCase(408, OcmFailureKind.Timeout)]
    [TestCase(409, OcmFailureKind.Conflict)]
    [TestCase(410, OcmFailureKind.NotFound)]
    [TestCase(413, OcmFailureKind.TooLarge)]
    [TestCase(415, OcmFailureKind.UnsupportedMediaType)]
    [TestCase(422, OcmFailureKind.Invalid)]
    [TestCase(425, OcmFailureKind.Unavailable)]
    [TestCase(429, OcmFailureKind.RateLimited)]
    [TestCase(499, OcmFailureKind.Invalid)]
    [TestCase(500, OcmFailureKind.PeerFailure)]
    [TestCase(501, OcmFailureKind.NotSupported)]
    [TestCase(502, OcmFailureKind.PeerFailure)]
    [TestCase(503, OcmFailureKind.Unavailable)]
    [TestCase(504, OcmFailureKind.PeerFailure)]
    [TestCase(599, OcmFailureKind.PeerFailure)]
    [TestCase(100, OcmFailureKind.InvalidResponse)]
    [TestCase(302, OcmFailureKind.InvalidResponse)]
    [TestCase(600, OcmFailureKind.InvalidResponse)]
    [TestCase(0, OcmFailureKind.InvalidResponse)]
    [TestCase(-1, OcmFailureKind.InvalidResponse)]
    public void FromStatusCode_EachStatus_IsItsKind(int status, OcmFailureKind kind) =>
        Assert.That(OcmFailureKinds.FromStatusCode(status), Is.EqualTo(kind));

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(409)]
    [TestCase(413)]
    [TestCase(415)]
    [TestCase(429)]
    [TestCase(501)]
    [TestCase(503)]
    public void BothDirections_StatusThatWeAnswer_ComesBackAsItself(int status) =>
        Assert.That(OcmFailureKinds.FromStatusCode(status).ToStatusCode(), Is.EqualTo(status));
}
