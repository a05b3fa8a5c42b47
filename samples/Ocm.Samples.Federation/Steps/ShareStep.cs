using System.Net;
using Ocm.Samples.Federation.Narration;
using Ocm.Samples.Federation.Vendors;

namespace Ocm.Samples.Federation.Steps;

/// <summary>3: Alice shares a folder with Bob, read only.</summary>
internal sealed class ShareStep : Step
{
    /// <summary>The folder's name in Alice's files.</summary>
    public const string Name = "project";

    public override string Title => "Alice shares a folder with Bob";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var files = SharedFolder.Read(stage.Settings.Folder).ToList();
        await UploadAsync(stage.Sender, files, cancellationToken);
        narrator.Say($"Alice has {files.Count} files in {Name}. She shares the folder with {stage.Receiver.User}, read only:");
        var share = await Gestures.ShareAsync(stage.Sender, stage.Receiver, Name, ["read"], cancellationToken);
        narrator.Messages(stage.Wire.Take());

        StepFailedException.Unless(share.Status == "sent", "the receiving server takes the share at once");
        StepFailedException.Unless(share.RecipientDisplayName == stage.Receiver.UserName, "the receiving server answers with Bob's name");
        var received = await Gestures.FindReceivedAsync(stage.Receiver, share.ProviderId, cancellationToken);
        stage.Folder = new SharePair(share.ProviderId, received.GetProperty("id").GetString()!);
        return $"{stage.Receiver.Name} took the share for {share.RecipientDisplayName}";
    }

    private static async Task UploadAsync(Vendor sender, List<SharedFolder.Item> files, CancellationToken cancellationToken)
    {
        var folders = files.SelectMany(file => Parents($"{Name}/{file.RelativePath}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            await sender.Client.MakeFolderAsync(Gestures.OwnFile(folder), cancellationToken);
        }

        foreach (var file in files)
        {
            await using var content = File.OpenRead(file.FullName);
            var status = await sender.Client.PutAsync(Gestures.OwnFile($"{Name}/{file.RelativePath}"), content, cancellationToken);
            StepFailedException.Unless(status == HttpStatusCode.Created, $"Alice uploads {file.RelativePath}");
        }
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }
}
