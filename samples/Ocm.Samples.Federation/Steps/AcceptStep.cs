using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation.Steps;

/// <summary>4: Bob accepts, and Alice sees it.</summary>
internal sealed class AcceptStep : Step
{
    public override string Title => "Bob accepts the share";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var share = stage.DemandFolder();
        var before = await Gestures.FindReceivedAsync(stage.Receiver, share.ProviderId, cancellationToken);
        StepFailedException.Unless(before.GetProperty("status").GetString() == "pending", "the share waits for Bob's answer");
        narrator.Say($"Bob finds the share {before.GetProperty("name").GetString()} of {before.GetProperty("sender").GetString()} in his list and accepts it:");
        await stage.Receiver.Client.PostAsync($"/api/shares/received/{share.ReceivedId}/accept", body: null, cancellationToken);
        narrator.Messages(stage.Wire.Take());

        var seen = await Gestures.SentStatusAsync(stage.Sender, share.ProviderId, cancellationToken);
        StepFailedException.Unless(seen == "accepted", "Alice sees that Bob accepted");
        return "Alice sees the share as accepted";
    }
}
