using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation.Steps;

/// <summary>8: Bob asks for a file, Alice grants it.</summary>
internal sealed class RequestStep : Step
{
    private const string File = "roadmap.txt";
    private const string Text = "Next year: everything.";

    public override string Title => "Bob requests a share, Alice grants it";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        using (var content = new MemoryStream(Encoding.UTF8.GetBytes(Text)))
        {
            await stage.Sender.Client.PutAsync(Gestures.OwnFile(File), content, cancellationToken);
        }

        narrator.Say($"Bob heard of {File} and asks Alice for it. Nothing is shared by that:");
        await stage.Receiver.Client.PostAsync(
            "/api/share-requests", new JsonObject { ["owner"] = stage.Sender.User.ToString(), ["share"] = File }, cancellationToken);
        narrator.Messages(stage.Wire.Take());

        var asked = (await stage.Sender.Client.GetAsync("/api/share-requests", cancellationToken)).EnumerateArray().ToList();
        StepFailedException.Unless(
            asked.Count == 1 && asked[0].GetProperty("shareWith").GetString() == stage.Receiver.User.ToString() && asked[0].GetProperty("status").GetString() == "pending",
            "Alice sees Bob's request");
        narrator.Say("Alice grants it, which is a share like any other:");
        var granted = Gestures.ReadSent(await stage.Sender.Client.PostAsync($"/api/share-requests/{asked[0].GetProperty("id").GetString()}/grant", body: null, cancellationToken));
        narrator.Messages(stage.Wire.Take());

        var received = await Gestures.FindReceivedAsync(stage.Receiver, granted.ProviderId, cancellationToken);
        var id = received.GetProperty("id").GetString()!;
        await stage.Receiver.Client.PostAsync($"/api/shares/received/{id}/accept", body: null, cancellationToken);
        using var answer = await stage.Receiver.Client.ReadAsync(Gestures.SharedFile(id, string.Empty), cancellationToken);
        stage.Wire.Take();
        StepFailedException.Unless(
            answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadAsStringAsync(cancellationToken) == Text, "Bob reads the file");
        return $"the request became a share of {File}, which Bob reads";
    }
}
