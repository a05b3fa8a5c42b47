using Microsoft.Extensions.DependencyInjection;
using Ocm.Server;
using Ocm.Shares;
using Ocm.Testing.Stores;

namespace Ocm.Testing.Tests.Stores;

/// <summary>The suite is worth something only where it fails: each broken store must break a promise.</summary>
public sealed class ShareStoreContractTests
{
    private static readonly TestCaseData[] Broken =
    [
        Case("check then add", "Received_AddRace_HasOneWinner", store => new BrokenShareStores.CheckThenAdd(store)),
        Case("item in another transaction", "Sent_TakenItemId_StoresNothing", store => new BrokenShareStores.ItemInAnotherTransaction(store)),
        Case("item without change", "Received_ReplacedWithOldVersion_IsRefused", store => new BrokenShareStores.ItemWithoutChange(store)),
        Case("last writer wins", "Sent_ReplacedWithOldVersion_IsRefused", store => new BrokenShareStores.LastWriterWins(store)),
        Case("forgets a field", "Received_AddedInFull_ComesBackInFull", store => new BrokenShareStores.ForgetsAField(store)),
        Case("ignores case", "Sent_Unknown_IsNotFound", store => new BrokenShareStores.IgnoresCase(store)),
        Case("ignores order", "Claim_SameKey_OnlyTheFirst", store => new BrokenShareStores.IgnoresOrder(store)),
        Case("ignores lease owner", "Outbox_Removed_IsGone", store => new BrokenShareStores.IgnoresLeaseOwner(store)),
        Case("pages by offset", "Sent_ListedInPages_MissesAndRepeatsNothing", store => new BrokenShareStores.PagesByOffset(store)),
    ];

    [TestCaseSource(nameof(Broken))]
    public void RunAsync_BrokenStore_ReportsTheViolation(string caseName, Func<IShareStore, IShareStore> breakStore)
    {
        var suite = new ShareStoreContract(_ => new(new StoreNodes<IShareStore>(breakStore(NewStore()))));
        var contractCase = suite.Cases.Single(candidate => candidate.Name == caseName);

        Assert.That(async () => await contractCase.RunAsync(), Throws.TypeOf<ContractViolationException>().With.Message.Not.Empty);
    }

    [Test]
    public void Cases_OfTheSuite_HaveUniqueNamesAndSayWhatIsPromised()
    {
        var cases = new ShareStoreContract(_ => throw new InvalidOperationException()).Cases;

        Assert.Multiple(() =>
        {
            Assert.That(cases.Select(contractCase => contractCase.Name), Is.Unique);
            Assert.That(cases.Select(contractCase => contractCase.Guarantee), Has.All.Not.Empty);
        });
    }

    [Test]
    public async Task RunAsync_AfterACase_ThrowsTheStoreAway()
    {
        var disposed = 0;
        var suite = new ShareStoreContract(_ => new(new StoreNodes<IShareStore>(NewStore(), dispose: () =>
        {
            disposed++;
            return default;
        })));

        await suite.Cases[0].RunAsync();

        Assert.That(disposed, Is.EqualTo(1));
    }

    private static TestCaseData Case(string name, string caseName, Func<IShareStore, IShareStore> breakStore) =>
        new TestCaseData(caseName, breakStore).SetArgDisplayNames(name);

    private static IShareStore NewStore()
    {
        var builder = new Builder();
        builder.Services.AddLogging();
        builder.AddInMemoryStores();
        return builder.Services.BuildServiceProvider().GetRequiredService<IShareStore>();
    }

    private sealed class Builder : IOcmServerBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
