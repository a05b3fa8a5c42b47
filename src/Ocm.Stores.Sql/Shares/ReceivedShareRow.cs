using Ocm.Shares;

namespace Ocm.Stores.Sql.Shares;

/// <summary>A received share with its encrypted protocol and its details.</summary>
internal sealed record ReceivedShareRow(ReceivedShare Share, byte[] Protocol, string Details);
