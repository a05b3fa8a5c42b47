using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>One request, once it is known what it is about.</summary>
internal sealed record WebDavCall(HttpContext Context, WebDavResource Resource, Preconditions Preconditions)
{
    public HttpRequest Request => Context.Request;

    public HttpResponse Response => Context.Response;

    public WebDavMount Mount => Resource.Mount;

    public FolderStorage Storage => Resource.Mount.Storage;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>What the URL names.</summary>
    /// <exception cref="WebDavProblem">Nothing (404).</exception>
    public StorageEntry Demand() => Resource.Find() ?? throw WebDavProblem.NotFound();
}
