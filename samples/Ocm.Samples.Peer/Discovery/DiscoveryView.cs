using System.Text.Json;
using Ocm.Client.Discovery;
using Ocm.Serialization;

namespace Ocm.Samples.Peer.Discovery;

/// <summary>What the SDK learnt about another server. The URLs beside the document are checked; those in it are only what the server wrote.</summary>
public sealed record DiscoveryView
{
    public required string Server { get; init; }

    public required Uri EndPoint { get; init; }

    public Uri? TokenEndPoint { get; init; }

    public Uri? JwksUri { get; init; }

    public Uri? InviteAcceptDialog { get; init; }

    /// <summary>Whether it signs its calls and verifies signatures.</summary>
    public required bool TakesSignatures { get; init; }

    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>The discovery document.</summary>
    public required JsonElement Document { get; init; }

    internal static DiscoveryView Of(DiscoveredServer server) => new()
    {
        Server = server.Host.Value,
        EndPoint = server.EndPoint,
        TokenEndPoint = server.TokenEndPoint,
        JwksUri = server.JwksUri,
        InviteAcceptDialog = server.InviteAcceptDialog,
        TakesSignatures = server.TakesSignatures,
        FetchedAt = server.FetchedAt,
        Document = JsonElement.Parse(OcmJson.Write(server.Document)),
    };
}
