using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Parties;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.Users;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>
/// The users' SSH keys, which sending servers let in for shares over ssh. Each user gets one when it is first needed; the
/// private half is the file <c>ssh/&lt;user&gt;.pem</c> in the data folder, for <c>ssh -i</c>.
/// </summary>
internal sealed class RecipientSshKeys(PeerOptions options, UserAccounts accounts) : IRecipientKeyDirectory
{
    private const string KeyType = "ecdsa-sha2-nistp256";
    private const string Curve = "nistp256";

    private readonly Lock _gate = new();

    public ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken)
    {
        IEnumerable<string> users = share.ShareType == ShareType.Group
            ? PeerUserDirectory.MembersOf(accounts, share.RecipientIdentifier).Select(user => user.Name)
            : [share.RecipientIdentifier];
        return ValueTask.FromResult<IReadOnlyList<string>>([.. users.Select(PublicKeyOf)]);
    }

    private string PublicKeyOf(string user)
    {
        using var key = ECDsa.Create();
        lock (_gate)
        {
            var file = Path.Join(options.DataDirectory, "ssh", UserFolderName.Encode(user) + ".pem");
            if (!File.Exists(file))
            {
                Write(file);
            }

            key.ImportFromPem(File.ReadAllText(file));
        }

        return $"{KeyType} {Convert.ToBase64String(Encode(key.ExportParameters(includePrivateParameters: false).Q))}";
    }

    private static void Write(string file)
    {
        OwnerOnlyFolder.Create(Path.GetDirectoryName(file)!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, how);
        writer.Write(key.ExportECPrivateKeyPem() + "\n");
    }

    // RFC 5656, section 3.1: the key's type, the curve and the uncompressed point, each with its length in front.
    private static byte[] Encode(ECPoint point)
    {
        using var blob = new MemoryStream();
        Append(Encoding.ASCII.GetBytes(KeyType));
        Append(Encoding.ASCII.GetBytes(Curve));
        Append([0x04, .. point.X!, .. point.Y!]);
        return blob.ToArray();

        void Append(byte[] part)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            blob.Write(length);
            blob.Write(part);
        }
    }
}
