using System.Net;
using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation.Steps;

/// <summary>10: Alice ends the share, and Bob's access stops with it.</summary>
internal sealed class UnshareStep : Step
{
    public override string Title => "Alice ends the share";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var share = stage.DemandFolder();
        using var held = await Intruder.OpenAsync(stage, share, cancellationToken);
        var open = await held.ListAsync(cancellationToken);
        StepFailedException.Unless(open == HttpStatusCode.MultiStatus, $"a token opens the share before (answered {(int)open})");
        stage.Wire.Take();

        narrator.Say("Bob's server holds a token that is good for minutes. Alice ends the share:");
        await stage.Sender.Client.DeleteAsync($"/api/shares/sent/{share.ProviderId}", cancellationToken);
        narrator.Messages(stage.Wire.Take());
        var closed = await held.ListAsync(cancellationToken);
        narrator.Say("The token is tried at once:");
        narrator.Messages(stage.Wire.Take());
        StepFailedException.Unless(closed == HttpStatusCode.Unauthorized, $"the token opens nothing any more (answered {(int)closed})");

        using var answer = await stage.Receiver.Client.ReadAsync(Gestures.SharedFile(share.ReceivedId, string.Empty), cancellationToken);
        StepFailedException.Unless(answer.StatusCode == HttpStatusCode.NotFound, $"Bob's server knows that the share has ended (answered {(int)answer.StatusCode})");
        var active = (await stage.Receiver.Client.GetAsync("/api/shares/received", cancellationToken)).EnumerateArray()
            .Where(received => received.GetProperty("status").GetString() is "pending" or "accepted")
            .Select(received => received.GetProperty("providerId").GetString());
        StepFailedException.Unless(!active.Contains(share.ProviderId), "the share is not among Bob's shares any more");
        return $"the token that Bob's server still holds: {(int)closed}; the share left the list of Bob's shares";
    }
}
