using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ocm.Discovery;
using Ocm.Samples.Peer.Configuration;
using Ocm.Testing.Peers;

namespace Ocm.Samples.Tests.Peer;

/// <summary>The files of a share as servers before the code flow read them: by its secret, at three URLs.</summary>
internal sealed class OlderClientTests
{
    [TestCase(PeerMode.Interoperable, 200)]
    [TestCase(PeerMode.Strict, 401)]
    public async Task File_BySecretAsUser_IsAtRootAtIdAndAtIdAndName(PeerMode mode, int status)
    {
        await using var older = await OlderPeerAsync();
        await using var pair = await PeerPair.StartAsync(new PeerSettings { Mode = mode, Criteria = [] });
        await pair.Alice.WriteAsync("a.txt", "content");
        var (providerId, secret) = await ShareAsync(pair, older, "a.txt");

        foreach (var path in new[] { "/dav/ocm", "/dav/ocm/", $"/dav/ocm/{providerId}", $"/dav/ocm/{providerId}/a.txt" })
        {
            using var answer = await GetAsync(pair, path, secret);
            Assert.That((int)answer.StatusCode, Is.EqualTo(status), path);
            if (status == 200)
            {
                Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("content"), path);
            }
        }
    }

    [Test]
    public async Task Folder_BySecretAsUser_IsListedBelowTheRootThatWasAsked()
    {
        await using var older = await OlderPeerAsync();
        await using var pair = await PeerPair.StartAsync(new PeerSettings { Mode = PeerMode.Interoperable, Criteria = [] });
        await pair.Alice.WriteAsync("docs/a.txt", "content");
        var (providerId, secret) = await ShareAsync(pair, older, "/docs/");

        foreach (var root in new[] { "/dav/ocm", $"/dav/ocm/{providerId}" })
        {
            using var listing = await GetAsync(pair, root + "/", secret, "PROPFIND");
            Assert.That((int)listing.StatusCode, Is.EqualTo(207), root);
            Assert.That(await listing.Content.ReadAsStringAsync(), Does.Contain($"{root}/a.txt<"), root);
            using var file = await GetAsync(pair, root + "/a.txt", secret);
            Assert.That(await file.Content.ReadAsStringAsync(), Is.EqualTo("content"), root);
        }
    }

    private static async Task<FakePeer> OlderPeerAsync()
    {
        var older = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        older.Document = older.CreateDocument() with { Capabilities = [Capability.HttpSig], Criteria = [], TokenEndPoint = null };
        return older;
    }

    private static async Task<(string ProviderId, string Secret)> ShareAsync(PeerPair pair, FakePeer older, string path)
    {
        await pair.Alice.ShareAsync(201, path, $"zoe@{older.Host}", body => body["permissions"] = PeerClient.List("read"));
        var share = JsonElement.Parse(older.RequestsTo("/ocm/shares")[0].Body.Span);
        return (share.GetProperty("providerId").GetString()!, share.GetProperty("protocol").GetProperty("webdav").GetProperty("sharedSecret").GetString()!);
    }

    private static async Task<HttpResponseMessage> GetAsync(PeerPair pair, string path, string secret, string method = "GET")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(pair.A.PublicOrigin, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(secret + ":")));
        request.Headers.TryAddWithoutValidation("Depth", "1");
        return await http.SendAsync(request);
    }
}
