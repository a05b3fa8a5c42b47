namespace Ocm.Client.Access;

/// <summary>What is known of how a share answers; its first request is a PROPFIND (ACC-02).</summary>
internal enum ResourceReach
{
    /// <summary>Nothing was asked yet.</summary>
    Unknown,

    /// <summary>It answers PROPFIND.</summary>
    WebDav,

    /// <summary>It is a single file on a server that only answers GET.</summary>
    GetOnly,
}
