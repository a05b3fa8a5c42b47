using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Conformance;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Kit;

/// <summary>The hooks of a product that is an <see cref="OcmTestServer"/>.</summary>
internal static class TestServerTarget
{
    /// <param name="server">The product.</param>
    /// <param name="list">Lists received shares otherwise than the product does.</param>
    /// <param name="write">Writes invite strings otherwise than the product does.</param>
    internal static OcmConformanceTarget Of(OcmTestServer server, Func<IReadOnlyList<string>>? list = null, Func<string, string>? write = null) => new()
    {
        Origin = server.Origin,
        Timeout = TimeSpan.FromSeconds(20),
        CreateUserAsync = _ => ValueTask.FromResult(server.Address("marie")),
        ListReceivedSharesAsync = async (user, cancellationToken) => list?.Invoke() ??
            [.. (await ReceivedAsync(server, user.Identifier, cancellationToken)).Select(share => share.ProviderId)],
        AcceptShareAsync = async (user, providerId, cancellationToken) =>
            Demand(await server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(async shares =>
                await shares.AcceptAsync((await FindAsync(server, user.Identifier, providerId, cancellationToken)).Id, user.Identifier, cancellationToken))),
        DeclineShareAsync = async (user, providerId, cancellationToken) =>
            Demand(await server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(async shares =>
                await shares.DeclineAsync((await FindAsync(server, user.Identifier, providerId, cancellationToken)).Id, user.Identifier, cancellationToken))),
        SendShareAsync = async (user, recipient, cancellationToken) =>
            Demand(await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(
                new NewShare { SenderIdentifier = user.Identifier, ShareWith = recipient, ResourceType = ResourceType.File, ResourceId = "/notes.md", Name = "notes.md" },
                cancellationToken))),
        UnshareAsync = async (_, providerId, cancellationToken) =>
            Demand(await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(providerId, cancellationToken))),
        CreateInviteAsync = (user, cancellationToken) => server.WithAsync<IInvites, string>(async invites =>
        {
            var text = invites.ToInviteString((await invites.CreateAsync(user.Identifier, cancellationToken)).Value!).Encode();
            return write?.Invoke(text) ?? text;
        }),
        AcceptInviteAsync = async (user, text, cancellationToken) =>
        {
            Assert.That(InviteString.TryParse(text, out var invite), Is.True);
            await server.WithAsync<IInvites, bool>(async invites => (await invites.AcceptAsync(user.Identifier, invite!, cancellationToken)).IsSuccess);
        },
    };

    private static ValueTask<IReadOnlyList<ReceivedShare>> ReceivedAsync(OcmTestServer server, string user, CancellationToken cancellationToken) =>
        server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync(user, limit: 1000, cancellationToken: cancellationToken));

    private static async Task<ReceivedShare> FindAsync(OcmTestServer server, string user, string providerId, CancellationToken cancellationToken) =>
        (await ReceivedAsync(server, user, cancellationToken)).Single(share => share.ProviderId == providerId);

    private static void Demand<T>(OcmResult<T> result)
    {
        if (result.Failure is { } failure)
        {
            throw new InvalidOperationException(failure.ToString());
        }
    }
}
