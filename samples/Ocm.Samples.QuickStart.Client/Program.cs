using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;

var services = new ServiceCollection();
services.AddLogging();
services.AddOcmClient();
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<IOcmClient>();

var discovered = await client.DiscoverAsync(OcmHost.Parse(args.Length > 0 ? args[0] : "cloud.example.org"));
Console.WriteLine(discovered.TryGetValue(out var server, out var failure)
    ? $"{server.Host}: OCM {server.Document.ApiVersion} at {server.EndPoint}"
    : $"{failure.Kind}: {failure.Message}");
