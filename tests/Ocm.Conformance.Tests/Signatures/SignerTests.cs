using System.Text;
using Ocm.Conformance.BadInput;
using Ocm.Conformance.Rig;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.Signatures;

/// <summary>Each call counts only from the server that it names: the keys of every other server are worth nothing, known or not.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class SignerTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private Scene _scene = null!;
    private FakePeer _third = null!;
    private string _before = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _scene = await Scene.StartAsync();
        _third = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        Assert.That(await PostAsync(Share.Replace("peer.example", _third.Host.Value, StringComparison.Ordinal), HandSigning.Path, "application/json", _third.Key), Is.EqualTo((201, 0)), "its key is known");
        _before = await _scene.StateAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _scene.DisposeAsync();
        await _third.DisposeAsync();
    }

    private static string Share => Calls.All[0].Json;

    private static IEnumerable<TestCaseData<string, string, string, string>> Signed() =>
        from message in Calls.All.DistinctBy(call => call.Path).Select(call => (call.Path, Body: call.Json, Type: "application/json"))
            .Append((Path: "/ocm/token", Body: "grant_type=authorization_code&client_id=peer.example&code=the-secret", Type: Form))
        from signer in new[] { "a third server", "a third server, under the key id of the named one", "the named server, by a key that it does not publish" }
        select new TestCaseData<string, string, string, string>(message.Path, message.Body, message.Type, signer).SetArgDisplayNames(message.Path, signer);

    [TestCaseSource(nameof(Signed))]
    [Property("Requirement", "SIG-17"), Property("Forbidden", "SIG-17")]
    public async Task Post_SignedByAnotherServer_IsRefusedAndChangesNothing(string path, string body, string contentType, string signer)
    {
        var peer = _scene.Test.Peer;
        var asked = _third.Requests.Count;

        var (status, invalidClient) = await PostAsync(body, path, contentType, signer switch
        {
            "a third server" => _third.Key,
            "a third server, under the key id of the named one" => new ForgedKey(peer.Key, signed => _third.Key.SignAsync(signed)),
            _ => peer.CreateKey(),
        });

        Assert.That((status, invalidClient), Is.EqualTo(contentType == Form ? (400, 1) : (401, 0)));
        Assert.That(await _scene.StateAsync(), Is.EqualTo(_before));
        Assert.That(_third.Requests, Has.Count.EqualTo(asked), "a key id never names the server that is asked");
    }

    private async Task<(int Status, int InvalidClient)> PostAsync(string body, string path, string contentType, SigningKey key)
    {
        using var request = await _scene.Test.Peer.CreateSignedPostAsync(_scene.Test.Uri(path), Encoding.UTF8.GetBytes(_scene.Fill(body)), contentType, key);
        var answer = await _scene.Test.SendAsync(request, body: null);
        return (answer.Status, answer.Body.Contains("invalid_client", StringComparison.Ordinal) ? 1 : 0);
    }
}
