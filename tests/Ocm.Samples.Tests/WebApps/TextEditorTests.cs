using System.Net;
using Ocm.Samples.Tests.Peer;

namespace Ocm.Samples.Tests.WebApps;

/// <summary>The sample's web application and the page that opens it, without a browser.</summary>
internal sealed class TextEditorTests
{
    [Test]
    public async Task Editor_FileInAFolder_IsEscapedAndReadOnlyWithoutWritePermission()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("notes/a.txt", "</textarea><script>alert(1)</script>");
        var id = await ShareAsync(pair, "notes", "read");

        var shown = await OpenAsync(pair, id, "a.txt");
        var saved = await OpenAsync(pair, id, "a.txt", "changed");

        Assert.That(shown.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(shown.Body, Does.Contain("&lt;/textarea&gt;&lt;script&gt;").And.Contain(" readonly").And.Not.Contain("<button"));
        Assert.That(saved.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        using var file = await pair.Alice.SendAsync("GET", "/files/notes/a.txt");
        Assert.That(await file.Content.ReadAsStringAsync(), Does.StartWith("</textarea>"));
    }

    [TestCase("", HttpStatusCode.OK, "This is a folder")]
    [TestCase("missing.txt", HttpStatusCode.NotFound, "There is nothing here")]
    [TestCase("%2e%2e/private.txt", HttpStatusCode.NotFound, "There is nothing here")]
    public async Task Editor_NoFileOfTheShare_ShowsNothing(string path, HttpStatusCode status, string text)
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("private.txt", "private");
        await pair.Alice.WriteAsync("notes/a.txt", "a");
        var id = await ShareAsync(pair, "notes", "read");
        var (app, form) = await LaunchAsync(pair, id);

        var shown = await PostAsync(new Uri($"{app.AbsoluteUri}/{path}".TrimEnd('/')), form);

        Assert.That(shown.Status, Is.EqualTo(status));
        Assert.That(shown.Body, Does.Contain(text).And.Not.Contain("private"));
    }

    [Test]
    public async Task WebApp_NotAccepted_OrWithoutOne_IsRefused()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("a.txt", "a");
        var sent = await pair.Alice.ShareAsync(201, "a.txt", pair.Bob.Address, body => body["protocols"] = PeerClient.List("webdav"));
        var id = await pair.Bob.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);

        await pair.Bob.JsonAsync(409, "GET", $"/api/shares/received/{id}/webapp");
        await pair.Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");
        var error = await pair.Bob.JsonAsync(409, "GET", $"/api/shares/received/{id}/webapp");
        await pair.Bob.JsonAsync(404, "GET", $"/api/shares/received/{id}/webapp/frame");
        await pair.Dora.JsonAsync(404, "GET", $"/api/shares/received/{id}/webapp");

        Assert.That(error.GetProperty("error").GetString(), Is.EqualTo("not_supported"));
    }

    [Test]
    public async Task Received_EmbeddedAndSsh_AreShownOnceAccepted()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("ro-crate-metadata.json", """{"@graph":[]}""");
        var sent = await pair.Alice.ShareAsync(201, "ro-crate-metadata.json", pair.Bob.Address, body => body["protocols"] = PeerClient.List("embedded"));
        var id = await pair.Bob.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);

        var pending = await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}");
        await pair.Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");
        var accepted = await pair.Bob.JsonAsync(200, "GET", $"/api/shares/received/{id}");

        Assert.That(pending.GetProperty("embedded").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That(accepted.GetProperty("embedded").GetRawText(), Is.EqualTo("""{"@graph":[]}"""));
        Assert.That(accepted.GetProperty("sshUri").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
    }

    private static async Task<string> ShareAsync(PeerPair pair, string path, params string[] permissions)
    {
        var sent = await pair.Alice.ShareAsync(201, path, pair.Bob.Address, body => body["permissions"] = PeerClient.List(permissions));
        var id = await pair.Bob.FindReceivedAsync(sent.GetProperty("providerId").GetString()!);
        await pair.Bob.JsonAsync(200, "POST", $"/api/shares/received/{id}/accept");
        return id;
    }

    private static async Task<(HttpStatusCode Status, string Body)> OpenAsync(PeerPair pair, string id, string path, string? text = null)
    {
        var (app, form) = await LaunchAsync(pair, id, path);
        return await PostAsync(app, text is null ? form : [.. form, new("text", text)]);
    }

    // Reads the page as a browser would: where the form goes, and its fields.
    private static async Task<(Uri App, List<KeyValuePair<string, string>> Form)> LaunchAsync(PeerPair pair, string id, string path = "")
    {
        using var answer = await pair.Bob.SendAsync("GET", $"/api/shares/received/{id}/webapp?path={Uri.EscapeDataString(path)}");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), html);
        var fields = html.Split("<input ").Skip(1).Select(input => new KeyValuePair<string, string>(Between(input, "name=\""), Between(input, "value=\"")));
        return (new Uri(Between(html, "action=\"")), [.. fields]);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(Uri uri, IEnumerable<KeyValuePair<string, string>> form)
    {
        using var http = new HttpClient();
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(uri, content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Between(string text, string before) => WebUtility.HtmlDecode(text.Split(before)[1].Split('"')[0]);
}
