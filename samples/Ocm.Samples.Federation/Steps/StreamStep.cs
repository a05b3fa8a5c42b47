using System.Net;
using System.Security.Cryptography;
using Ocm.Samples.Federation.Narration;

namespace Ocm.Samples.Federation.Steps;

/// <summary>7: a large file goes through both servers in both directions without being held in memory.</summary>
internal sealed class StreamStep : Step
{
    // Both servers and the user's client live in this process; buffers of all connections fit into this.
    private const long AllowedMiB = 128;

    public override string Title => "A large file streams through";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        var path = Gestures.SharedFile(stage.DemandInbox().ReceivedId, "large.bin");
        var length = (long)stage.Settings.StreamMiB << 20;
        narrator.Say($"Bob writes a file of {stage.Settings.StreamMiB} MiB into Alice's folder and reads it back. Each byte passes both servers each time:");
        using var memory = MemoryWatch.Start();
        await using var sent = new RandomContent(length);
        var status = await stage.Receiver.Client.PutAsync(path, sent, cancellationToken);
        StepFailedException.Unless(status == HttpStatusCode.Created, $"Bob writes the file (answered {(int)status})");
        using var answer = await stage.Receiver.Client.ReadAsync(path, cancellationToken);
        StepFailedException.Unless(answer.IsSuccessStatusCode, "Bob reads the file");
        StepFailedException.Unless(answer.Content.Headers.ContentLength == length, "the file has its length");
        await using var received = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(received, cancellationToken));
        var peak = await memory.StopAsync();
        narrator.Messages(stage.Wire.Take());

        StepFailedException.Unless(hash == sent.Hash, "the SHA-256 of what Bob reads is that of what he wrote");
        narrator.Say($"Memory of the process, with both servers in it: {peak.BeforeMiB} MiB before, {peak.PeakMiB} MiB at its peak, {peak.GrowthMiB} MiB more.");
        StepFailedException.Unless(peak.GrowthMiB <= AllowedMiB, $"memory grows by at most {AllowedMiB} MiB (it grew by {peak.GrowthMiB} MiB)");
        return $"{stage.Settings.StreamMiB} MiB up and down, SHA-256 equal, peak {peak.PeakMiB} MiB ({peak.GrowthMiB} MiB over the start)";
    }
}
