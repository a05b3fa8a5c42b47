using System.Net;
using System.Text;
using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation.Steps;

/// <summary>6: Bob writes where he may, and cannot where he may not, whichever server is asked.</summary>
internal sealed class WriteStep : Step
{
    /// <summary>The folder's name in Alice's files.</summary>
    public const string Name = "inbox";

    private const string Note = "Bob was here.";

    public override string Title => "Bob writes where he may";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var readOnly = stage.DemandFolder();
        narrator.Say("Alice shares a second folder with write permission. Bob accepts it and writes a file:");
        await stage.Sender.Client.MakeFolderAsync(Gestures.OwnFile(Name), cancellationToken);
        stage.Inbox = await Gestures.ShareAndAcceptAsync(stage.Sender, stage.Receiver, Name, ["read", "write"], cancellationToken);
        stage.Wire.Take();
        var written = await PutAsync(stage, Gestures.SharedFile(stage.Inbox.ReceivedId, "note.txt"), cancellationToken);
        StepFailedException.Unless(written == HttpStatusCode.Created, $"Bob writes a file (answered {(int)written})");
        using (var note = await stage.Sender.Client.ReadAsync(Gestures.OwnFile($"{Name}/note.txt"), cancellationToken))
        {
            StepFailedException.Unless(await note.Content.ReadAsStringAsync(cancellationToken) == Note, "Alice finds Bob's file");
        }

        narrator.Messages(stage.Wire.Take());
        narrator.Say("He tries the same in the read-only share. His own server refuses before a request leaves:");
        var refused = await PutAsync(stage, Gestures.SharedFile(readOnly.ReceivedId, "note.txt"), cancellationToken);
        StepFailedException.Unless(refused == HttpStatusCode.Forbidden && stage.Wire.Take().Count == 0, $"Bob's server refuses (answered {(int)refused})");
        narrator.Say($"    answered {(int)refused}, nothing was sent");

        narrator.Say("A receiving server that does not care about permissions sends the write anyway, with a good token:");
        using var rogue = await Intruder.OpenAsync(stage, readOnly, cancellationToken);
        stage.Wire.Take();
        var denied = await rogue.PutAsync("note.txt", Note, cancellationToken);
        narrator.Messages(stage.Wire.Take());
        StepFailedException.Unless(denied == HttpStatusCode.Forbidden, $"Alice's server refuses (answered {(int)denied})");
        return $"written: {(int)written}; read-only share: {(int)refused} at the receiving server, {(int)denied} at the sending server";
    }

    private static async Task<HttpStatusCode> PutAsync(Stage stage, string path, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Note));
        return await stage.Receiver.Client.PutAsync(path, content, cancellationToken);
    }
}
