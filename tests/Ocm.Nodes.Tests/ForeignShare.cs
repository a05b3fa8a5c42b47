using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Nodes.Tests;

/// <summary>A share creation notification of the fake peer for alice.</summary>
internal static class ForeignShare
{
    public static string Json(Uri receiver, FakePeer sender, string providerId) => new JsonObject
    {
        ["shareWith"] = $"alice@{receiver.Authority}",
        ["name"] = "notes.md",
        ["providerId"] = providerId,
        ["owner"] = $"eve@{sender.Host}",
        ["sender"] = $"eve@{sender.Host}",
        ["shareType"] = "user",
        ["resourceType"] = "file",
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["webdav"] = new JsonObject
            {
                ["uri"] = $"{sender.Origin}/dav/{providerId}",
                ["sharedSecret"] = "a-secret-of-the-fake-peer",
                ["permissions"] = new JsonArray("read"),
            },
        },
    }.ToJsonString();
}
