using System.Globalization;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>
/// A received share, opened for one user: lists, reads and writes over WebDAV with the right credential, exchanging and
/// renewing tokens by itself (draft: Resource Access; RFC 4918). Paths are relative to the share: "" is its root, segments
/// are joined with "/" and not encoded; a path that could climb out is a failure of kind
/// <see cref="OcmFailureKind.Invalid"/>. What the sending server does comes back as a value; safe for concurrent use.
/// </summary>
public sealed class RemoteResource
{
    private readonly ResourceSession _session;
    private readonly PropFind _propFind;
    private readonly ResourceWriter _writer;
    private readonly AccessLog _log;
    private readonly TimeProvider _timeProvider;

    internal RemoteResource(
        ResourceSession session, IReadOnlyList<Permission> permissions, OcmAccessOptions options, AccessLog log, TimeProvider timeProvider)
    {
        _session = session;
        Permissions = permissions;
        _log = log;
        _timeProvider = timeProvider;
        _propFind = new PropFind(session, options, log, timeProvider);
        _writer = new ResourceWriter(session, options);
    }

    /// <summary>The share.</summary>
    public ReceivedShare Share => _session.Share;

    /// <summary>What the user may do: <see cref="AccessContext.Permissions"/>, else the share's; read only where it names none (SHARE-13).</summary>
    public IReadOnlyList<Permission> Permissions { get; }

    /// <summary>Whether writing is permitted. Without it, operations that write fail here, before a request leaves.</summary>
    public bool CanWrite => Permissions.Contains(Permission.Write);

    /// <summary>Describes a file or folder.</summary>
    /// <param name="path">The path inside the share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The description.</returns>
    public async ValueTask<OcmResult<RemoteEntry>> StatAsync(string path = "", CancellationToken cancellationToken = default)
    {
        if (Begin(path, out var resource) is { } refused)
        {
            return refused;
        }

        if (resource.IsRoot && _session.Memory.Reach == ResourceReach.GetOnly)
        {
            return await ResourceReader.DescribeAsync(_session, cancellationToken).ConfigureAwait(false);
        }

        var result = await _propFind.SendAsync(resource, children: false, cancellationToken).ConfigureAwait(false);
        if (result.TryGetValue(out var listing, out var failure))
        {
            return listing.Folder;
        }

        return resource.IsRoot && TakesOnlyGet(failure)
            ? await ResourceReader.DescribeAsync(_session, cancellationToken).ConfigureAwait(false)
            : failure;
    }

    /// <summary>Lists a folder.</summary>
    /// <param name="path">The path inside the share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The folder and what is directly in it.</returns>
    public async ValueTask<OcmResult<RemoteListing>> ListAsync(string path = "", CancellationToken cancellationToken = default)
    {
        if (Begin(path, out var resource) is { } refused)
        {
            return refused;
        }

        if (_session.Memory.Reach == ResourceReach.GetOnly)
        {
            return AccessFailures.NotAFolder;
        }

        var result = await _propFind.SendAsync(resource, children: true, cancellationToken).ConfigureAwait(false);
        return resource.IsRoot && result.Failure is { } failure && TakesOnlyGet(failure) ? AccessFailures.NotAFolder : result;
    }

    /// <summary>Reads a file or a part of one, as it comes.</summary>
    /// <param name="path">The path inside the share; "" for a share that is a single file.</param>
    /// <param name="range">Which part; null for all of it.</param>
    /// <param name="conditions">Under which conditions; null for none.</param>
    /// <param name="cancellationToken">Ends the call until the content is there; after that, disposing of it ends the transfer.</param>
    /// <returns>The content, to be disposed of.</returns>
    public async ValueTask<OcmResult<RemoteContent>> ReadAsync(
        string path = "", RemoteRange? range = null, RemoteConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        if (Begin(path, out var resource) is { } refused)
        {
            return refused;
        }

        return await ReachAsync(mustBeProven: false, cancellationToken).ConfigureAwait(false) is { } unreached
            ? unreached
            : await ResourceReader.ReadAsync(_session, resource, range, conditions, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a file: makes it, or replaces all of it.</summary>
    /// <param name="path">The path inside the share; "" for a share that is a single file.</param>
    /// <param name="content">
    /// The content, read from where the stream stands; it is not closed. What reading it throws comes through unchanged. A
    /// stream that can seek is sent again when the token was refused; of others a refusal in the middle is a failure of kind
    /// <see cref="OcmFailureKind.Unavailable"/>, after which the caller writes once more.
    /// </param>
    /// <param name="options">Length, type and conditions; null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether the file is new, and its entity tag.</returns>
    public async ValueTask<OcmResult<RemoteWriteResult>> WriteAsync(
        string path, Stream content, RemoteWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanRead)
        {
            throw new ArgumentException("The content cannot be read.", nameof(content));
        }

        if (BeginWrite(path, out var resource) is { } refused)
        {
            return refused;
        }

        if (resource.IsRoot && Share.ResourceType == ResourceType.Folder)
        {
            return AccessFailures.RootPath;
        }

        if (await ReachAsync(mustBeProven: true, cancellationToken).ConfigureAwait(false) is { } unreached)
        {
            return unreached;
        }

        return await _writer.PutAsync(resource, content, options ?? new(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a folder in a folder that exists.</summary>
    /// <param name="path">The path inside the share.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Success; a failure of kind <see cref="OcmFailureKind.Conflict"/> where something is there already or the parent is not.</returns>
    public async ValueTask<OcmResult<OcmUnit>> CreateFolderAsync(string path, CancellationToken cancellationToken = default)
    {
        if (BeginWrite(path, out var resource) is { } refused)
        {
            return refused;
        }

        if (resource.IsRoot)
        {
            return AccessFailures.RootPath;
        }

        return await ReachAsync(mustBeProven: false, cancellationToken).ConfigureAwait(false) is { } unreached
            ? unreached
            : await _writer.CreateFolderAsync(resource, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a file, or a folder with all that is in it. The share's root cannot be deleted.</summary>
    /// <param name="path">The path inside the share.</param>
    /// <param name="conditions">Under which conditions; null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Success; a failure of kind <see cref="OcmFailureKind.Conflict"/> with status 207 where only a part was deleted.</returns>
    public async ValueTask<OcmResult<OcmUnit>> DeleteAsync(
        string path, RemoteConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        if (BeginWrite(path, out var resource) is { } refused)
        {
            return refused;
        }

        if (resource.IsRoot)
        {
            return AccessFailures.RootPath;
        }

        return await ReachAsync(mustBeProven: false, cancellationToken).ConfigureAwait(false) is { } unreached
            ? unreached
            : await _writer.DeleteAsync(resource, conditions, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves or renames a file or folder inside the share.</summary>
    /// <param name="from">The path of what is moved.</param>
    /// <param name="to">The path that it gets.</param>
    /// <param name="overwrite">Whether what is at <paramref name="to"/> is replaced; otherwise that is a failure of kind <see cref="OcmFailureKind.Conflict"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether something new was made at <paramref name="to"/>.</returns>
    public ValueTask<OcmResult<RemoteWriteResult>> MoveAsync(
        string from, string to, bool overwrite = false, CancellationToken cancellationToken = default) =>
        TransferAsync("MOVE", from, to, overwrite, cancellationToken);

    /// <summary>Copies a file, or a folder with all that is in it, inside the share.</summary>
    /// <param name="from">The path of what is copied.</param>
    /// <param name="to">The path of the copy.</param>
    /// <param name="overwrite">Whether what is at <paramref name="to"/> is replaced; otherwise that is a failure of kind <see cref="OcmFailureKind.Conflict"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether something new was made at <paramref name="to"/>.</returns>
    public ValueTask<OcmResult<RemoteWriteResult>> CopyAsync(
        string from, string to, bool overwrite = false, CancellationToken cancellationToken = default) =>
        TransferAsync("COPY", from, to, overwrite, cancellationToken);

    private async ValueTask<OcmResult<RemoteWriteResult>> TransferAsync(
        string method, string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        if (BeginWrite(from, out var source) is { } refused)
        {
            return refused;
        }

        if (!ResourcePath.TryParse(to, out var target))
        {
            return AccessFailures.BadPath;
        }

        if (source.IsRoot || target.IsRoot)
        {
            return AccessFailures.RootPath;
        }

        return await ReachAsync(mustBeProven: false, cancellationToken).ConfigureAwait(false) is { } unreached
            ? unreached
            : await _writer.TransferAsync(method, source, target, overwrite, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The share's first request is a PROPFIND on its root (ACC-02). The same request tries a credential before a body is
    /// sent with it.
    /// </summary>
    /// <returns>Why the share cannot be reached, or null.</returns>
    private async ValueTask<OcmFailure?> ReachAsync(bool mustBeProven, CancellationToken cancellationToken)
    {
        if (_session.Memory.Reach != ResourceReach.Unknown
            && (!mustBeProven || (await _session.CheckProvenAsync(cancellationToken).ConfigureAwait(false)).IsSuccess))
        {
            return null;
        }

        var result = await StatAsync(string.Empty, cancellationToken).ConfigureAwait(false);
        if (result.Failure is not { PeerStatus: 403 })
        {
            return result.Failure;
        }

        // A folder into which one may only upload: who may not look at it may still do what was asked.
        _session.Memory.Reach = ResourceReach.WebDav;
        return null;
    }

    private bool TakesOnlyGet(OcmFailure failure)
    {
        // 501 says of a method what 405 says of a method here.
        if (Share.ResourceType == ResourceType.Folder || failure.PeerStatus is not (405 or 501))
        {
            return false;
        }

        _session.Memory.Reach = ResourceReach.GetOnly;
        _log.OnlyGet(_session.Root.Host, Share.Id);
        return true;
    }

    private OcmFailure? Begin(string path, out ResourcePath resource)
    {
        var isPath = ResourcePath.TryParse(path, out var parsed);
        resource = parsed ?? ResourcePath.Root;
        return AccessGate.CheckTime(Share, _timeProvider.GetUtcNow()) ?? (isPath ? null : AccessFailures.BadPath);
    }

    private OcmFailure? BeginWrite(string path, out ResourcePath resource) =>
        Begin(path, out resource) ?? (CanWrite ? null : AccessFailures.NoWrite);

    /// <summary>The share's own id and whether it can be written; never its name or its secret.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"RemoteResource {{ Share = {Share.Id}, CanWrite = {CanWrite} }}");
}
