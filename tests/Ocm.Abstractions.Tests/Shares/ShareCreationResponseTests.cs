using Ocm.Serialization;

namespace Ocm.Shares;

[Property("Requirement", "SHARE-21")]
public sealed class ShareCreationResponseTests
{
    [Test]
    public void Read_OneKeyAsAString_IsAListOfOneAndIsWrittenAsAList()
    {
        var bytes = """{"recipientDisplayName":"Marie","recipientPublicKeys":"ssh-ed25519 AAAA"}"""u8.ToArray();
        var answer = OcmJson.Read<ShareCreationResponse>(bytes).Value!;
        Assert.That(answer.RecipientPublicKeys, Is.EqualTo(new[] { "ssh-ed25519 AAAA" }));
        Assert.That(OcmJson.Write(answer), Is.EqualTo("""{"recipientDisplayName":"Marie","recipientPublicKeys":["ssh-ed25519 AAAA"]}"""u8.ToArray()));
    }

    [Test]
    public void Read_SeveralKeys_KeepTheirOrder()
    {
        var answer = OcmJson.Read<ShareCreationResponse>("""{"recipientDisplayName":"","recipientPublicKeys":["a","b"]}"""u8).Value!;
        Assert.That(answer.RecipientDisplayName, Is.Empty);
        Assert.That(answer.RecipientPublicKeys, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Read_NoKeys_IsNull() =>
        Assert.That(OcmJson.Read<ShareCreationResponse>("""{"recipientDisplayName":"Marie"}"""u8).Value!.RecipientPublicKeys, Is.Null);
}
