using System.Buffers.Binary;
using System.Text;
using Ocm.Shares;

namespace Ocm.Abstractions.Tests.Shares;

/// <summary>What another server calls a public key becomes a line of a file that decides who gets in.</summary>
internal sealed class SshPublicKeyTests
{
    private static readonly byte[] Bytes32 = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static string Ed25519 { get; } = Line("ssh-ed25519", Bytes32);

    [Test]
    [Property("Requirement", "SHARE-20")]
    public void TryParse_KeysOfEachType_AreRead()
    {
        string[] lines =
        [
            Ed25519,
            Line("ssh-rsa", [1, 0, 1], [0, .. Enumerable.Repeat((byte)0xC3, 256)]),
            Line("ecdsa-sha2-nistp256", "nistp256"u8.ToArray(), Point(32)),
            Line("ecdsa-sha2-nistp384", "nistp384"u8.ToArray(), Point(48)),
            Line("ecdsa-sha2-nistp521", "nistp521"u8.ToArray(), Point(66)),
            Line("sk-ssh-ed25519@openssh.com", Bytes32, "ssh:"u8.ToArray()),
            Line("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256"u8.ToArray(), Point(32), "ssh:"u8.ToArray()),
        ];
        foreach (var line in lines)
        {
            Assert.That(SshPublicKey.TryParse(line, out var key), Is.True, line);
            Assert.That(key!.ToString(), Is.EqualTo(line));
        }
    }

    [Test]
    public void TryParse_Comment_IsDropped()
    {
        Assert.That(SshPublicKey.TryParse($"{Ed25519} marie@laptop the second", out var key), Is.True);
        Assert.That(key!.ToString(), Is.EqualTo(Ed25519));
        Assert.That(key, Is.EqualTo(SshPublicKey.TryParse(Ed25519, out var same) ? same : null));
        Assert.That(key.Fingerprint, Does.StartWith("SHA256:").And.Length.EqualTo(50));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("ssh-ed25519")]
    [TestCase("ssh-ed25519 ")]
    [TestCase("ssh-ed25519 !!!!")]
    [TestCase("ssh-ed25519 AAAA")]
    [TestCase("ssh-dss {0}")]
    [TestCase("ssh-rsa {0}")]
    [TestCase("ssh-ed25519-cert-v01@openssh.com {0}")]
    [TestCase("command=\"sh\" ssh-ed25519 {0}")]
    [TestCase("cert-authority ssh-ed25519 {0}")]
    [TestCase("ssh-ed25519 {0}\nssh-ed25519 {0}")]
    [TestCase("ssh-ed25519\t{0}")]
    [TestCase("ssh-ed25519 {0}AAAA")]
    [TestCase("SSH-ED25519 {0}")]
    [Property("Requirement", "SHARE-20")]
    public void TryParse_AnythingElse_IsRefused(string? line)
    {
        var text = line?.Replace("{0}", Ed25519.Split(' ')[1], StringComparison.Ordinal);

        Assert.That(SshPublicKey.TryParse(text, out _), Is.False);
    }

    [Test]
    public void TryParse_WeakOrBrokenNumbers_AreRefused()
    {
        string[] lines =
        [
            Line("ssh-rsa", [1, 0, 1], [0, .. Enumerable.Repeat((byte)0xC3, 128)]),
            Line("ssh-rsa", [1, 0, 1], [.. new byte[200], .. Enumerable.Repeat((byte)0xC3, 128)]),
            Line("ssh-ed25519", Bytes32[..31]),
            Line("ssh-ed25519", Bytes32, [1]),
            Line("ecdsa-sha2-nistp256", "nistp384"u8.ToArray(), Point(32)),
            Line("ecdsa-sha2-nistp256", "nistp256"u8.ToArray(), Point(31)),
            Line("ecdsa-sha2-nistp256", "nistp256"u8.ToArray(), [2, .. Bytes32]),
        ];
        Assert.That(lines.Where(line => SshPublicKey.TryParse(line, out _)), Is.Empty);
    }

    [Test]
    public void TryParse_RandomBytes_NeverThrow()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var blob = Convert.FromBase64String(Ed25519.Split(' ')[1]);
            blob[random.Next(blob.Length)] = (byte)random.Next(256);
            _ = SshPublicKey.TryParse($"ssh-ed25519 {Convert.ToBase64String(blob.AsSpan(0, random.Next(blob.Length + 1)))}", out _);
        }
    }

    private static byte[] Point(int size) => [4, .. new byte[2 * size]];

    private static string Line(string type, params byte[][] fields)
    {
        using var blob = new MemoryStream();
        foreach (var field in fields.Prepend(Encoding.ASCII.GetBytes(type)))
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
            blob.Write(length);
            blob.Write(field);
        }

        return $"{type} {Convert.ToBase64String(blob.ToArray())}";
    }
}
