using Ocm.Tokens;

namespace Ocm.Client.Notifications;

/// <summary>
/// What a server answered to a notification. The draft defines no content, so that there is none from a server of the draft; an older
/// one names the share that came of a wish to reshare (<c>REQUEST_RESHARE</c>).
/// </summary>
public sealed record NotificationAnswer
{
    /// <summary>An answer that says no more than that the notification was taken.</summary>
    public static NotificationAnswer Taken { get; } = new();

    /// <summary>The share that came of the wish, as the other server names it; null where it names none. At most 512 characters.</summary>
    public string? ProviderId { get; init; }

    /// <summary>That share's secret; null where there is none.</summary>
    public SecretString? Token { get; init; }
}
