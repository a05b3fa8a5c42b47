using Ocm.Shares;

namespace Ocm.Stores.Sql.Shares;

/// <summary>A received share with its encrypted protocol, its details and, where there are any, its encrypted wishes to reshare.</summary>
internal sealed record ReceivedShareRow(ReceivedShare Share, byte[] Protocol, string Details, byte[]? Reshares);
