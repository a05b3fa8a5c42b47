using System.Globalization;
using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation.Steps;

/// <summary>9: what is altered, signed by another server, repeated or old is refused.</summary>
internal sealed class ForgeryStep : Step
{
    private static readonly TimeSpan TooOld = TimeSpan.FromMinutes(10);

    public override string Title => "Forged messages are refused";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var share = stage.DemandFolder();
        narrator.Say("Messages about the share reach Alice's server that Bob's server has not sent like this. If one were believed, the share would end.");
        using var forge = new NotificationForge(stage, share);
        List<string> found = [];

        await ExpectAsync("the body was altered after signing", 401, forge.SendAlteredAsync(cancellationToken));
        await using (var stranger = await stage.StartStrangerAsync(cancellationToken))
        {
            await ExpectAsync($"signed by another server, {stranger.Name}", 401, forge.SendSignedByAsync(stranger, cancellationToken));
        }

        await ExpectAsync("signed ten minutes ago", 401, forge.SendOldAsync(TooOld, cancellationToken));
        await ExpectAsync("an honest message, for comparison", 201, forge.SendHonestAsync(cancellationToken));
        await ExpectAsync("the same honest message a second time", 401, forge.SendAgainAsync(cancellationToken));
        var status = await Gestures.SentStatusAsync(stage.Sender, share.ProviderId, cancellationToken);
        StepFailedException.Unless(status == "accepted", "the share stands as if nothing had happened");
        return string.Join(", ", found) + "; the share still stands";

        async Task ExpectAsync(string what, int expected, Task<int> sending)
        {
            var answered = await sending;
            narrator.Say(string.Create(CultureInfo.InvariantCulture, $"{what}: answered {answered}"));
            narrator.Messages(stage.Wire.Take());
            StepFailedException.Unless(answered == expected, string.Create(CultureInfo.InvariantCulture, $"{what} is answered {expected} (it was {answered})"));
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {answered}"));
        }
    }
}
