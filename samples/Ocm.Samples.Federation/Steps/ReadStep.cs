using System.Security.Cryptography;
using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation.Steps;

/// <summary>5: Bob's server exchanges the secret for a token, and Bob reads every file.</summary>
internal sealed class ReadStep : Step
{
    public override string Title => "Bob reads every file";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var share = stage.DemandFolder();
        narrator.Say("Bob opens the folder. His server exchanges the share's secret for a token and reads over WebDAV:");
        var listed = await stage.Receiver.Client.ListFilesAsync(Gestures.SharedFile(share.ReceivedId, string.Empty), cancellationToken);
        var originals = SharedFolder.Read(stage.Settings.Folder).ToList();
        StepFailedException.Unless(
            listed.Order(StringComparer.Ordinal).SequenceEqual(originals.Select(file => file.RelativePath).Order(StringComparer.Ordinal)),
            "Bob sees exactly the files that Alice shares");

        var bytes = 0L;
        var hashes = new List<(string Path, string Hash)>();
        foreach (var original in originals)
        {
            using var answer = await stage.Receiver.Client.ReadAsync(Gestures.SharedFile(share.ReceivedId, original.RelativePath), cancellationToken);
            StepFailedException.Unless(answer.IsSuccessStatusCode, $"Bob reads {original.RelativePath}");
            await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            StepFailedException.Unless(hash == await HashAsync(original.FullName, cancellationToken), $"SHA-256 of {original.RelativePath} is the original's");
            hashes.Add((original.RelativePath, hash));
            bytes += original.Length;
        }

        narrator.Messages(stage.Wire.Take());
        narrator.Hashes(hashes);
        return $"{hashes.Count} files, {bytes:N0} bytes, the SHA-256 of each equals the original's";
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }
}
