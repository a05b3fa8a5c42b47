using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Discovery;
using Ocm.Testing.Peers;

namespace Ocm.LegacySignatures.Tests;

/// <summary>
/// A peer as Nextcloud 31 to 34: its key in the discovery document, and signatures composed here by hand, apart from the code
/// under test.
/// </summary>
internal sealed class CavagePeer : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    private CavagePeer(FakePeer peer) => Peer = peer;

    public FakePeer Peer { get; }

    public string KeyId => $"{Peer.Origin}/ocm#signature";

    public static async Task<CavagePeer> StartAsync()
    {
        var peer = new CavagePeer(await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" }));
        peer.Publish();
        return peer;
    }

    /// <summary>The document of a server that knows this scheme alone.</summary>
    public void Publish(string? keyId = null, string member = "keyId", string? pem = null, bool jwksUri = false)
    {
        var document = Peer.CreateDocument();
        Peer.Document = document with
        {
            Capabilities = [Capability.Notifications, Capability.Create("/shares")],
            Criteria = [],
            JwksUri = jwksUri ? document.JwksUri : null,
            TokenEndPoint = null,
            AdditionalMembers = new Dictionary<string, JsonElement>
            {
                ["publicKey"] = JsonElement.Parse(new JsonObject
                {
                    [member] = keyId ?? KeyId,
                    ["publicKeyPem"] = pem ?? _key.ExportSubjectPublicKeyInfoPem(),
                }.ToJsonString()),
            },
        };
    }

    public HttpRequestMessage Sign(Uri uri, string body, CavageShape? shape = null)
    {
        shape ??= new CavageShape();
        var bytes = Encoding.UTF8.GetBytes(body);
        var date = (shape.Date ?? TimeProvider.System.GetUtcNow()).UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " " + shape.Zone;
        var digest = shape.Sha256Digest
            ? "SHA-256=" + Convert.ToBase64String(SHA256.HashData(bytes))
            : "SHA-512=" + Convert.ToBase64String(SHA512.HashData(bytes));
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["(request-target)"] = $"post {uri.PathAndQuery}",
            ["content-length"] = bytes.Length.ToString(CultureInfo.InvariantCulture),
            ["date"] = date,
            ["digest"] = digest,
            ["host"] = uri.Authority,
        };
        var names = shape.Headers.Split(' ');
        var text = string.Join('\n', (names.Contains("(request-target)") ? names : ["(request-target)", .. names]).Select(name => $"{name}: {values[name]}"));
        var hash = shape.Algorithm == "rsa-sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
        var signature = Convert.ToBase64String(_key.SignData(Encoding.ASCII.GetBytes(text), hash, RSASignaturePadding.Pkcs1));
        var algorithm = shape.Algorithm is null ? string.Empty : $"algorithm=\"{shape.Algorithm}\",";
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(shape.SentBody ?? body)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation("Date", date);
        request.Headers.TryAddWithoutValidation("Digest", digest);
        request.Headers.TryAddWithoutValidation("Signature", $"keyId=\"{shape.KeyId ?? KeyId}\",{algorithm}headers=\"{shape.Headers}\",signature=\"{signature}\"");
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await Peer.DisposeAsync();
    }
}
