using Ocm.Addresses;

namespace Ocm.Delivery;

/// <summary>
/// Moves what waits for one server to another moment: aside while the server does not answer, so that looks for other servers'
/// items do not pass over it, and back once it does.
/// </summary>
/// <param name="Destination">The server.</param>
/// <param name="DueFrom">Pending items due at this moment or later, leased or not.</param>
/// <param name="DueUntil">Pending items due at this moment or earlier.</param>
/// <param name="NextAttemptAt">When they are due from now on; an item that expires before that is due when it expires.</param>
/// <param name="Max">How many items at most, 1 to 1000.</param>
public sealed record OutboxReschedule(
    OcmHost Destination, DateTimeOffset DueFrom, DateTimeOffset DueUntil, DateTimeOffset NextAttemptAt, int Max);
