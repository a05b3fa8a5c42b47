using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Samples.Peer;
using Ocm.Samples.Peer.Configuration;
using Ocm.Testing.Conformance;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.Kit;

/// <summary>The sample server passes the conformance kit: a product that embeds the SDK, judged from outside through its own API.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class SamplePeerTests
{
    private const string User = "alice";
    private const string Password = "secret";

    private string _folder = null!;
    private PeerHost _host = null!;
    private HttpClient _http = null!;
    private OcmConformanceSuite _suite = null!;

    private static IReadOnlyList<ConformanceCheck> Checks => OcmConformanceSuite.Checks;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("ocm-kit-").FullName;
        var port = LoopbackPort.Take();
        _host = await PeerHost.StartAsync(
            new PeerOptions
            {
                PublicOrigin = new Uri($"http://localhost:{port.Port}"),
                DataDirectory = _folder,
                Store = PeerStore.Memory,
                AllowHttp = true,
                AllowPrivateNetworks = true,
                Users = [new() { Name = User, Password = Password, DisplayName = "Alice Adams", Email = "alice@example.org" }],
            },
            new PeerHostSettings { Port = port });
        _http = new HttpClient { BaseAddress = _host.PublicOrigin };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));
        using var file = new StringContent("shared");
        using var written = await _http.PutAsync("/files/notes.txt", file);
        written.EnsureSuccessStatusCode();
        _suite = new OcmConformanceSuite(Target());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _suite.Dispose();
        _http.Dispose();
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCaseSource(nameof(Checks))]
    public async Task SamplePeer_Check_Passes(ConformanceCheck check)
    {
        var result = await _suite.RunAsync(check);

        Assert.That(result.Outcome, Is.EqualTo(ConformanceOutcome.Passed), result.ToString());
    }

    // Copied forms of other products are read on purpose: plain token@server, base64, links.
    [TestCase("@{peer}")]
    [TestCase("a-token@")]
    [TestCase("{peer}")]
    [TestCase("a-token@{peer}/x")]
    [TestCase("a-\ntoken@{peer}")]
    [Property("Requirement", "INV-06"), Property("Forbidden", "INV-06")]
    public async Task SamplePeer_NoInviteString_Is400AndNobodyIsAsked(string text)
    {
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        var inviteString = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text.Replace("{peer}", peer.Host.Value, StringComparison.Ordinal)));

        using var answer = await _http.PostAsJsonAsync("/api/invites/accept", new { inviteString });

        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That(peer.Requests, Is.Empty);
    }

    private OcmConformanceTarget Target() => new()
    {
        Origin = _host.PublicOrigin,
        CreateUserAsync = _ => ValueTask.FromResult(new OcmAddress(User, OcmHost.FromUri(_host.PublicOrigin))),
        ListReceivedSharesAsync = async (_, cancellationToken) => [.. (await ReceivedAsync(cancellationToken)).Select(share => Text(share, "providerId"))],
        AcceptShareAsync = (_, providerId, cancellationToken) => AnswerAsync(providerId, "accept", cancellationToken),
        DeclineShareAsync = (_, providerId, cancellationToken) => AnswerAsync(providerId, "decline", cancellationToken),
        SendShareAsync = async (_, recipient, cancellationToken) =>
            await PostAsync("/api/shares", new { path = "notes.txt", shareWith = recipient.ToString() }, cancellationToken),
        UnshareAsync = async (_, providerId, cancellationToken) =>
        {
            using var answer = await _http.DeleteAsync($"/api/shares/sent/{providerId}", cancellationToken);
            answer.EnsureSuccessStatusCode();
        },
        CreateInviteAsync = async (_, cancellationToken) => Text(await PostAsync("/api/invites", new { }, cancellationToken), "inviteString"),
        AcceptInviteAsync = async (_, inviteString, cancellationToken) => await PostAsync("/api/invites/accept", new { inviteString }, cancellationToken),
    };

    private async Task<JsonElement.ArrayEnumerator> ReceivedAsync(CancellationToken cancellationToken) =>
        JsonElement.Parse(await _http.GetStringAsync("/api/shares/received", cancellationToken)).EnumerateArray();

    private async ValueTask AnswerAsync(string providerId, string gesture, CancellationToken cancellationToken)
    {
        var share = (await ReceivedAsync(cancellationToken)).Single(share => Text(share, "providerId") == providerId);
        await PostAsync($"/api/shares/received/{Text(share, "id")}/{gesture}", new { }, cancellationToken);
    }

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.That(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
