using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Samples.Federation.Narration;
using Ocm.Samples.Federation.Vendors;

namespace Ocm.Samples.Federation.Steps;

/// <summary>2: Alice invites Bob, Bob accepts, and each has the other in the address book.</summary>
internal sealed class InviteStep : Step
{
    public override string Title => "Alice invites Bob";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var invite = await stage.Sender.Client.PostAsync("/api/invites", body: null, cancellationToken);
        var text = invite.GetProperty("inviteString").GetString()!;
        narrator.Say($"Alice makes an invite and mails it to Bob: {text.Length} characters that hold a token and her server's name.");
        await stage.Receiver.Client.PostAsync("/api/invites/accept", new JsonObject { ["inviteString"] = text }, cancellationToken);
        narrator.Say("Bob accepts it at his own server, which tells Alice's:");
        narrator.Messages(stage.Wire.Take());

        StepFailedException.Unless(await HasContactAsync(stage.Sender, stage.Receiver.User, cancellationToken), "Alice has Bob as a contact");
        StepFailedException.Unless(await HasContactAsync(stage.Receiver, stage.Sender.User, cancellationToken), "Bob has Alice as a contact");
        return $"{stage.Sender.User} and {stage.Receiver.User} have each other as contacts";
    }

    private static async Task<bool> HasContactAsync(Vendor vendor, OcmAddress other, CancellationToken cancellationToken) =>
        (await vendor.Client.GetAsync("/api/contacts", cancellationToken)).EnumerateArray()
            .Any(contact => contact.GetProperty("address").GetString() == other.ToString() && contact.GetProperty("source").GetString() == "invite");
}
