using Microsoft.Extensions.DependencyInjection;
using Ocm.Contacts;
using Ocm.Invites;
using Ocm.Peers;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Testing.Stores;
using Ocm.Tokens;

namespace Ocm.Stores.Tests;

/// <summary>All contract suites for one kind of store, as NUnit test cases.</summary>
internal static class StoreSuites
{
    /// <summary>The cases of all contracts.</summary>
    /// <param name="createNodes">Makes the services of two nodes on one empty database, and what throws it away.</param>
    public static IEnumerable<TestCaseData> Cases(Func<CancellationToken, ValueTask<NodePair>> createNodes) =>
    [
        .. Of(new ShareStoreContract(Create<IShareStore>(createNodes)).Cases),
        .. Of(new ContactStoreContract(Create(createNodes, services => new ContactStores(
            services.GetRequiredService<IContactStore>(),
            services.GetRequiredService<IInviteStore>(),
            services.GetRequiredService<IInviteAcceptanceStore>()))).Cases),
        .. Of(new GivenIdentifierStoreContract(Create<IGivenIdentifierStore>(createNodes)).Cases),
        .. Of(new ShareRequestStoreContract(Create<IShareRequestStore>(createNodes)).Cases),
        .. Of(new AccessTokenStoreContract(Create<IAccessTokenStore>(createNodes)).Cases),
        .. Of(new SigningKeyStoreContract(Create<ISigningKeyStore>(createNodes)).Cases),
        .. Of(new ReplayStoreContract(Create<ISignatureReplayStore>(createNodes)).Cases),
        .. Of(new KnownServerStoreContract(Create<IKnownServerStore>(createNodes)).Cases),
    ];

    private static IEnumerable<TestCaseData> Of(IEnumerable<StoreContractCase> cases) =>
        cases.Select(contractCase => new TestCaseData(contractCase).SetArgDisplayNames(contractCase.Name));

    private static Func<CancellationToken, ValueTask<StoreNodes<T>>> Create<T>(Func<CancellationToken, ValueTask<NodePair>> createNodes)
        where T : class => Create(createNodes, services => services.GetRequiredService<T>());

    private static Func<CancellationToken, ValueTask<StoreNodes<T>>> Create<T>(
        Func<CancellationToken, ValueTask<NodePair>> createNodes, Func<IServiceProvider, T> resolve)
        where T : class => async cancellationToken =>
    {
        var nodes = await createNodes(cancellationToken);
        return new StoreNodes<T>(resolve(nodes.First), resolve(nodes.Second), nodes.DisposeAsync);
    };
}
