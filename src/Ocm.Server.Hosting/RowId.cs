namespace Ocm.Server;

/// <summary>
/// Names of what this server stores for itself. They rise with time, so that a store's index of them grows at its end instead of
/// all over; nobody is meant not to guess them.
/// </summary>
internal static class RowId
{
    /// <summary>A UUID of version 7 (RFC 9562 section 5.7) without hyphens.</summary>
    internal static string Create(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");
}
