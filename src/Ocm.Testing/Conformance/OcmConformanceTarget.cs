using Ocm.Addresses;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Conformance;

/// <summary>
/// The server that is judged, and what the suite needs its product for. Only <see cref="Origin"/> and
/// <see cref="CreateUserAsync"/> are required; each further hook lets more checks run, and those whose hook is missing are not
/// applicable. The server must be able to reach the suite's peers (http on this machine unless <see cref="StartPeerAsync"/> says
/// otherwise).
/// </summary>
public sealed class OcmConformanceTarget
{
    /// <summary>The server's public origin, such as <c>https://cloud.example.org</c>.</summary>
    public required Uri Origin { get; init; }

    /// <summary>Gives the address of a user at the server; the same one each time, or a new one.</summary>
    public required Func<CancellationToken, ValueTask<OcmAddress>> CreateUserAsync { get; init; }

    /// <summary>Lists the provider ids of the shares that a user has received, in whatever state.</summary>
    public Func<OcmAddress, CancellationToken, ValueTask<IReadOnlyList<string>>>? ListReceivedSharesAsync { get; init; }

    /// <summary>Lets a user accept the received share with a provider id.</summary>
    public Func<OcmAddress, string, CancellationToken, ValueTask>? AcceptShareAsync { get; init; }

    /// <summary>Lets a user decline the received share with a provider id.</summary>
    public Func<OcmAddress, string, CancellationToken, ValueTask>? DeclineShareAsync { get; init; }

    /// <summary>
    /// Lets a user (the first address) share some file with a recipient at a peer (the second), over WebDAV. Returns when the
    /// product has created the share, and throws where it refuses to.
    /// </summary>
    public Func<OcmAddress, OcmAddress, CancellationToken, ValueTask>? SendShareAsync { get; init; }

    /// <summary>Lets a user end the sent share with a provider id.</summary>
    public Func<OcmAddress, string, CancellationToken, ValueTask>? UnshareAsync { get; init; }

    /// <summary>Lets a user make an invite; gives the invite string.</summary>
    public Func<OcmAddress, CancellationToken, ValueTask<string>>? CreateInviteAsync { get; init; }

    /// <summary>Lets a user accept the invite of an invite string.</summary>
    public Func<OcmAddress, string, CancellationToken, ValueTask>? AcceptInviteAsync { get; init; }

    /// <summary>
    /// Starts a peer that the server trusts and can reach. Called for each check, so that no cache of the server stands between
    /// them; null starts one over plain http on this machine, which the server must be allowed to call.
    /// </summary>
    public Func<CancellationToken, ValueTask<FakePeer>>? StartPeerAsync { get; init; }

    /// <summary>Sends the suite's calls to the server; null for one that follows no redirects. It must not follow any either.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>How long one check may take; 30 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
