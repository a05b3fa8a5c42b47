using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>A protocol over which this server shares such resources, but not with this receiving server.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Reason">The rule and the advertised value that stopped it.</param>
public sealed record ProtocolLeftOut(ProtocolName Protocol, OcmFailure Reason);
