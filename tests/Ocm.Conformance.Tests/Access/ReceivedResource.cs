using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Access;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Access;

/// <summary>A server that opens what a peer shared with marie, and a peer that serves it.</summary>
internal static class ReceivedResource
{
    internal const string Secret = "a-secret-of-the-fake-peer";
    internal const string Token = "a-token-of-the-fake-peer";
    internal const string TokenPath = "/ocm/token";

    internal const string Folder = """
        <?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>{path}</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>
        """;

    internal static JsonObject WebDav(JsonObject share) => share["protocol"]!["webdav"]!.AsObject();

    internal static async Task<ServerAndPeer> StartAsync(string webDavPath, bool interoperable = false, ManualTimeProvider? time = null)
    {
        var test = await ServerAndPeer.StartAsync(
            new OcmTestServerSettings
            {
                Time = time,
                Options = options => options.AllowForeignOwners = true,
                Register = ocm =>
                {
                    ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                    ocm.Services.Configure<OcmAccessOptions>(access => access.AllowLegacySecrets |= interoperable);
                },
            },
            time);
        var path = JsonElement.Parse($"\"{webDavPath}\"");
        return test.WithPeer(document => document with
        {
            ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, JsonElement>(entry.Protocols, StringComparer.Ordinal) { ["webdav"] = path } })],
        });
    }

    /// <summary>The paths that the peer was asked for as a resource.</summary>
    internal static IReadOnlyList<string> Resources(ServerAndPeer test) => [.. test.Peer.Requests.Where(request => request.Method == "PROPFIND").Select(request => request.Path)];

    internal static void ServeFolder(ServerAndPeer test, string path)
    {
        foreach (var form in new[] { path, path + "/" })
        {
            var href = string.Join('/', form.Split('/').Select(Uri.EscapeDataString));
            test.Peer.Answer(form, new FakePeerAnswer(207, Encoding.UTF8.GetBytes(Folder.Replace("{path}", href, StringComparison.Ordinal)), "application/xml"));
        }
    }

    internal static async Task<RemoteResource> OpenAsync(ServerAndPeer test, Action<JsonObject> change)
    {
        var opened = await TryOpenAsync(test, change);
        Assert.That(opened.Failure, Is.Null);
        return opened.Value!;
    }

    internal static async Task<OcmResult<RemoteResource>> TryOpenAsync(ServerAndPeer test, Action<JsonObject> change)
    {
        var share = test.Share();
        change(share);
        var answer = await test.PostAsync("/ocm/shares", share);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        return await test.Server.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(async shares =>
        {
            var id = (await shares.ListAsync("marie"))[0].Id;
            await shares.AcceptAsync(id, "marie");
            return await shares.OpenAsync(id, "marie");
        });
    }
}
