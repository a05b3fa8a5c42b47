using System.Text.Json;
using Ocm.Samples.Federation.Narration;
using Ocm.Samples.Federation.Vendors;

namespace Ocm.Samples.Federation.Steps;

/// <summary>1: each server finds out what the other one is, and where its keys are.</summary>
internal sealed class DiscoveryStep : Step
{
    public override string Title => "The servers discover each other";

    public override async Task<string> PlayAsync(Stage stage, Narrator narrator, CancellationToken cancellationToken)
    {
        narrator.Say("Each server reads the other's discovery document and key set; nothing else was exchanged before.");
        var found = new[]
        {
            await DiscoverAsync(stage.Sender, stage.Receiver, stage, cancellationToken),
            await DiscoverAsync(stage.Receiver, stage.Sender, stage, cancellationToken),
        };
        narrator.Messages(stage.Wire.Take());
        return string.Join("; ", found);
    }

    private static async Task<string> DiscoverAsync(Vendor asking, Vendor asked, Stage stage, CancellationToken cancellationToken)
    {
        var learnt = await asking.Client.GetAsync($"/api/discover?server={asked.Host}", cancellationToken);
        var document = learnt.GetProperty("document");
        var provider = document.GetProperty("provider").GetString();
        var version = document.GetProperty("apiVersion").GetString();
        StepFailedException.Unless(provider == asked.Name, $"{asking.Name} learns the other vendor's name");
        StepFailedException.Unless(version?.StartsWith("1.4", StringComparison.Ordinal) == true, "the other server speaks OCM 1.4");
        StepFailedException.Unless(learnt.GetProperty("takesSignatures").GetBoolean(), "the other server takes signatures");
        var key = await ReadKeyAsync(learnt.GetProperty("jwksUri").GetString()!, stage, cancellationToken);
        StepFailedException.Unless(
            key.GetProperty("kid").GetString()!.StartsWith($"{asked.Origin.GetLeftPart(UriPartial.Authority)}/ocm#", StringComparison.Ordinal),
            "the key is named after its server");
        return $"{provider} speaks OCM {version} and signs with {key.GetProperty("alg").GetString()}";
    }

    private static async Task<JsonElement> ReadKeyAsync(string jwksUri, Stage stage, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(stage.Certificates.CreateHandler());
        var keys = JsonElement.Parse(await http.GetByteArrayAsync(new Uri(jwksUri), cancellationToken)).GetProperty("keys");
        StepFailedException.Unless(keys.GetArrayLength() > 0, "the server publishes a key");
        return keys[0];
    }
}
