using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Client.Access;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Conformance.Access;

/// <summary>An offer that does not say where its resource is, or how it is opened: nothing is guessed and nobody is asked.</summary>
internal sealed class OfferedResourceTests
{
    [TestCase("../id-2")]
    [TestCase("%2e%2e/id-2")]
    [TestCase("{origin}/dav/../id-2")]
    [TestCase("ftp://{host}/id-2")]
    [TestCase("http://user@{host}/id-2")]
    [Property("Requirement", "SHARE-15"), Property("Forbidden", "SHARE-15")]
    public async Task List_UriThatIsNeitherAnIdNorAnAddress_FailsAndNothingIsAsked(string uri)
    {
        await using var test = await ServerAndPeer.StartAsync();

        var failure = await ListAsync(test, uri.Replace("{origin}", test.Peer.Origin, StringComparison.Ordinal).Replace("{host}", test.Peer.Host.Value, StringComparison.Ordinal));

        AssertNothingWasAsked(test, failure);
    }

    [Test]
    [Property("Requirement", "SHARE-15"), Property("Forbidden", "SHARE-15")]
    [Property("Requirement", "DISC-04"), Property("Forbidden", "DISC-04")]
    public async Task List_IdAtAServerWithoutAWebDavPath_FailsAndNothingIsAsked()
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => document with
        {
            ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, JsonElement> { ["webdav-receive"] = JsonElement.Parse("{}") } })],
        });

        AssertNothingWasAsked(test, await ListAsync(test, "id-1"));
    }

    [Test]
    [Property("Requirement", "DISC-08"), Property("Forbidden", "DISC-08")]
    public async Task List_ServerPromisesTheExchangeAndNamesNoEndpoint_FailsAndTheSecretStaysHere()
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => document with { TokenEndPoint = null });

        var failure = await ListAsync(test, "id-1");

        Assert.That(failure?.Kind, Is.EqualTo(OcmFailureKind.NotSupported));
        AssertNothingWasAsked(test, failure);
        Assert.That(test.Peer.Requests.Select(request => request.TargetUri + request.Text + request.Header("Authorization")), Has.None.Contains("a-secret-of-the-fake-peer"));
    }

    [Test]
    [Property("Requirement", "SHARE-13"), Property("Forbidden", "SHARE-13")]
    public async Task Write_PermissionsAreNotNamed_IsRefusedHere()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var opened = await OpenAsync(test, webdav => webdav.Remove("permissions"));
        using var content = new MemoryStream("content"u8.ToArray());

        var written = await opened.Value!.WriteAsync(string.Empty, content);

        Assert.That(opened.Value.Permissions, Is.EqualTo(new[] { Permission.Read }));
        Assert.That(written.Failure?.Kind, Is.EqualTo(OcmFailureKind.Forbidden));
        AssertNothingWasAsked(test, written.Failure);
    }

    private static async Task<OcmFailure?> ListAsync(ServerAndPeer test, string uri)
    {
        var opened = await OpenAsync(test, webdav => webdav["uri"] = uri);
        return opened.TryGetValue(out var resource, out var failure) ? (await resource.ListAsync()).Failure : failure;
    }

    private static async Task<OcmResult<RemoteResource>> OpenAsync(ServerAndPeer test, Action<JsonObject> change)
    {
        var share = test.Share();
        change(share["protocol"]!["webdav"]!.AsObject());
        Assert.That((await test.PostAsync("/ocm/shares", share)).Status, Is.EqualTo(201));
        return await test.Server.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(async shares =>
        {
            var id = (await shares.ListAsync("marie"))[0].Id;
            await shares.AcceptAsync(id, "marie");
            return await shares.OpenAsync(id, "marie");
        });
    }

    private static void AssertNothingWasAsked(ServerAndPeer test, OcmFailure? failure)
    {
        Assert.That(failure, Is.Not.Null);
        string[] ofTheProtocol = ["/.well-known/ocm", "/ocm/jwks", "/ocm/notifications", "/ocm/token"];
        Assert.That(test.Peer.Requests.Select(request => request.Path), Is.SubsetOf(ofTheProtocol));
    }
}
