using System.Text;
using Ocm.Addresses;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Testing.Conformance;

/// <summary>What the server says of itself.</summary>
internal static class DiscoveryChecks
{
    internal static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new("discovery-document", "GET /.well-known/ocm answers 200 with a discovery document in JSON.", ["ADDR-05", "DISC-01", "DISC-02", "DISC-03"], DocumentAsync),
        new("discovery-own-authority", "The endpoints in the document are on the server itself.", ["DISC-01", "SIG-01", "TOK-01"], OwnAuthorityAsync),
        new("discovery-webdav", "A server that shares files shares them over WebDAV.", ["DISC-04", "ACC-01"], WebDavAsync),
        new("discovery-token-endpoint", "exchange-token comes with a tokenEndPoint, and must-exchange-token with exchange-token.", ["DISC-08", "DISC-10"], TokenEndPointAsync),
        new("discovery-keys", "The JWK Set at jwksUri holds public keys with kid and alg.", ["SIG-01", "SIG-20"], KeysAsync),
    ];

    private static async Task DocumentAsync(CheckRun run)
    {
        var answer = await run.GetAsync(new Uri(run.Target.Origin, "/.well-known/ocm")).ConfigureAwait(false);
        CheckRun.Demand(answer.Status == 200, $"Discovery must be answered with 200 and no redirect, not with {answer}.");
        CheckRun.Demand(answer.MediaType == "application/json", $"Discovery must be application/json, not {answer.MediaType ?? "without a content type"}.");
        var read = OcmJson.Read<DiscoveryDocument>(Encoding.UTF8.GetBytes(answer.Body));
        CheckRun.Demand(read.IsSuccess, "The document has mistakes: " + Mistakes(read.Failure));
        CheckRun.Demand(read.Value.Enabled, "The document says that OCM is switched off (enabled is false).");
    }

    private static async Task OwnAuthorityAsync(CheckRun run)
    {
        var document = await run.DiscoverAsync().ConfigureAwait(false);
        foreach (var (name, value) in new[] { ("endPoint", document.EndPoint), ("jwksUri", document.JwksUri), ("tokenEndPoint", document.TokenEndPoint) })
        {
            CheckRun.Demand(
                value is null || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == run.Target.Origin.Scheme && OcmHost.FromUri(uri) == run.Host),
                $"{name} must be an absolute URL on {run.Host}: others do not follow a document elsewhere.");
        }
    }

    private static async Task WebDavAsync(CheckRun run)
    {
        var document = await run.DiscoverAsync().ConfigureAwait(false);
        var files = document.Find(ResourceType.File);
        CheckRun.Need(files is not null, "The server lists no resource type file.");
        CheckRun.Demand(files.WebDavPath is { Length: > 0 }, "The resource type file has no protocols.webdav with a path.");
        CheckRun.Demand(document.ResourceTypes[0].WebDavPath is not null, "The first entry must be one with a WebDAV path: others look for it there.");
    }

    private static async Task TokenEndPointAsync(CheckRun run)
    {
        var document = await run.DiscoverAsync().ConfigureAwait(false);
        CheckRun.Demand(!document.Has(Capability.ExchangeToken) || document.TokenEndPoint is not null, "exchange-token is advertised without a tokenEndPoint.");
        CheckRun.Demand(
            !document.Has(Criterion.MustExchangeToken) || document.Has(Capability.ExchangeToken),
            "must-exchange-token is a criterion without the capability exchange-token.");
    }

    private static async Task KeysAsync(CheckRun run)
    {
        var document = await run.DiscoverAsync().ConfigureAwait(false);
        CheckRun.Need(document.Has(Capability.HttpSig), "The server does not advertise http-sig.");
        CheckRun.Demand(Uri.TryCreate(document.JwksUri, UriKind.Absolute, out var uri), "http-sig is advertised without a jwksUri.");
        var answer = await run.GetAsync(new Uri(run.Target.Origin, uri!.PathAndQuery)).ConfigureAwait(false);
        CheckRun.Demand(answer.Status == 200, $"The JWK Set must be answered with 200, not with {answer.Status}.");
        CheckRun.Demand(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(answer.Body), out var set), "The answer at jwksUri is no JWK Set.");
        CheckRun.Demand(set!.Skipped.IsEmpty, $"The set holds a key that cannot be used: {(set.Skipped.IsEmpty ? default : set.Skipped[0].Problem)}.");
        CheckRun.Demand(!set.Keys.IsEmpty, "The set holds no key.");
    }

    private static string Mistakes(OcmFailure? failure) =>
        failure is null ? string.Empty : string.Join("; ", failure.ValidationErrors.Select(error => $"{error.Name} {error.Message}"));
}
