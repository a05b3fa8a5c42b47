using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Notifications;

/// <summary>What a notification says (draft: OCM Notification Types). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<NotificationType>))]
public readonly record struct NotificationType(string Value) : IOpenValue<NotificationType>
{
    /// <summary>The recipient accepted the share.</summary>
    public static readonly NotificationType ShareAccepted = new("SHARE_ACCEPTED");

    /// <summary>The recipient declined the share.</summary>
    public static readonly NotificationType ShareDeclined = new("SHARE_DECLINED");

    /// <summary>The share has ended; either side may say so.</summary>
    public static readonly NotificationType ShareUnshared = new("SHARE_UNSHARED");

    /// <summary>The recipient asks the owner to share with somebody else (experimental).</summary>
    public static readonly NotificationType RequestReshare = new("REQUEST_RESHARE");

    /// <summary>The recipient takes such a request back (experimental).</summary>
    public static readonly NotificationType ReshareUndo = new("RESHARE_UNDO");

    /// <summary>The permissions of a reshare are to change (experimental).</summary>
    public static readonly NotificationType ReshareChangePermission = new("RESHARE_CHANGE_PERMISSION");

    /// <summary>
    /// The sender has changed the share's permissions. Not of the draft: oCIS sends and hears it, and no other server is told.
    /// </summary>
    public static readonly NotificationType ShareChangePermission = new("SHARE_CHANGE_PERMISSION");

    /// <summary>A user of the server that says so is gone: whom <c>providerId</c> names, as in the invite (OpenAPI).</summary>
    public static readonly NotificationType UserRemoved = new("USER_REMOVED");

    /// <summary>
    /// The recipient has completed the data transfer of a share with <c>datatx</c>, so that the sender may free its copy. The draft
    /// asks for the notification and names no type (webdav, accessTypes); this one is not registered.
    /// </summary>
    public static readonly NotificationType TransferCompleted = new("TRANSFER_COMPLETED");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static NotificationType Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
