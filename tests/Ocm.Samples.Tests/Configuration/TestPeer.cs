using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.Configuration;

/// <summary>Settings of a server for tests.</summary>
internal static class TestPeer
{
    public static PeerOptions Options(TestFolder folder, string scheme, out LoopbackPort port)
    {
        port = LoopbackPort.Take();
        return new PeerOptions
        {
            PublicOrigin = new Uri($"{scheme}://localhost:{port.Port}"),
            DataDirectory = folder["data"],
            AllowHttp = true,
            AllowPrivateNetworks = true,
            Store = PeerStore.Memory,
            Users =
            [
                new PeerUserOptions { Name = "alice", Password = "secret" },
                new PeerUserOptions { Name = "../bob é", Password = "pass:wörd" },
            ],
        };
    }
}
