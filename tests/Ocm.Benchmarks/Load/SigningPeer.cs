using System.Globalization;
using System.Text;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Benchmarks.Load;

/// <summary>A server that sends shares: each request is another share with a signature of its own, as bytes to be written to a socket.</summary>
internal sealed class SigningPeer(FakePeer peer, OcmTestServer receiver)
{
    private int _shares;

    internal async Task<IReadOnlyList<byte[]>> CreateAsync(int count)
    {
        var requests = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            requests[i] = await CreateAsync();
        }

        return requests;
    }

    private async Task<byte[]> CreateAsync()
    {
        var sender = peer.Host;
        var number = string.Create(CultureInfo.InvariantCulture, $"{++_shares:D12}");
        var body = Encoding.ASCII.GetBytes($$"""
            {"shareWith":"marie@{{receiver.Host}}","name":"Summer school 2026: lecture notes","description":"Everything for the second week, the recordings follow.",
            "providerId":"7c084226-d9a1-11e6-bf26-{{number}}","owner":"albert@{{sender}}","sender":"albert@{{sender}}",
            "ownerDisplayName":"Albert Einstein","senderDisplayName":"Albert Einstein","shareType":"user","resourceType":"folder",
            "protocol":{"name":"multi","webdav":{"uri":"7c084226-{{number}}","sharedSecret":"hfiuhworzwnur98d3wjiwhr",
            "permissions":["read","write"] } } }
            """);
        using var message = await peer.CreateSignedPostAsync(new Uri(receiver.Origin, "/ocm/shares"), body);
        var head = new StringBuilder($"POST /ocm/shares HTTP/1.1\r\nHost: {receiver.Host}\r\n");
        foreach (var (name, values) in message.Headers.Concat(message.Content!.Headers))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {values.Single()}\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }
}
