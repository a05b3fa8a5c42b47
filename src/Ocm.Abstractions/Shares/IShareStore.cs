using Ocm.Delivery;

namespace Ocm.Shares;

/// <summary>
/// The shares in both directions and the outbox, which are one contract because they change in one transaction. A vendor
/// implements it on its own database and registers it with <c>AddShareStore</c>, or takes one of the SDK's stores. Ocm.Testing
/// has the contract suite that proves an implementation. Implementations are resolved once per operation scope.
/// </summary>
/// <remarks>
/// All text is compared ordinally. Moments are kept to the millisecond or better. "Newest first" is the order in which
/// shares were added. Where the database is lost, locked for too long or full, a store throws
/// <see cref="Errors.StoreUnavailableException"/>.
/// </remarks>
public interface IShareStore : ISentShareStore, IReceivedShareStore, IOutboxStore;
