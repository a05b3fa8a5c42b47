using System.Xml;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>A refusal: thrown where it is found, answered in one place.</summary>
internal sealed class WebDavProblem : Exception, IResult
{
    private readonly string? _condition;
    private readonly string _code;
    private readonly int _status;

    private WebDavProblem(int status, string code, string message, string? condition = null)
        : base(message)
    {
        _status = status;
        _code = code;
        _condition = condition;
    }

    public static WebDavProblem BadRequest(string message) => new(400, "bad_request", message);

    public static WebDavProblem NotFound() => new(404, "not_found", "There is no such file or folder.");

    public static WebDavProblem Forbidden(string message) => new(403, "forbidden", message);

    public static WebDavProblem Conflict(string message) => new(409, "conflict", message);

    public static WebDavProblem PreconditionFailed() => new(412, "precondition_failed", "A condition of the request does not hold.");

    public static WebDavProblem TooLarge() => new(413, "too_large", "The body is too long for this method.");

    public static WebDavProblem UnsupportedMediaType(string message) => new(415, "unsupported_media_type", message);

    public static WebDavProblem BadGateway() => new(502, "other_server", "The destination is on another server.");

    /// <summary>RFC 4918, section 9.1: the client is told that it may ask for one level at a time.</summary>
    public static WebDavProblem InfiniteDepth() =>
        new(403, "forbidden", "A folder is listed with Depth 0 or 1 only.", "propfind-finite-depth");

    public static WebDavProblem MethodNotAllowed(string message) => new(405, "method_not_allowed", message);

    /// <summary>What a broken request body says about itself (too slow, ended early).</summary>
    public static WebDavProblem From(BadHttpRequestException e) =>
        new(e.StatusCode, e.StatusCode == 413 ? "too_large" : "bad_request", "The request's body could not be read.");

    /// <summary>The status for a failure of the storage; <paramref name="writing"/> makes a lost target a conflict.</summary>
    public static WebDavProblem From(StorageException e, bool writing) => e.Failure switch
    {
        StorageFailure.NotFound or StorageFailure.IsFile when writing => Conflict(e.Message),
        StorageFailure.NotFound or StorageFailure.IsFile => NotFound(),
        StorageFailure.ParentMissing when writing => Conflict(e.Message),
        StorageFailure.ParentMissing => NotFound(),
        StorageFailure.Exists or StorageFailure.IsFolder => MethodNotAllowed(e.Message),
        StorageFailure.Refused => Forbidden(e.Message),
        StorageFailure.ConditionFailed => PreconditionFailed(),
        StorageFailure.NoSpace => new(507, "no_space", e.Message),
        StorageFailure.NameTooLong => new(414, "name_too_long", e.Message),
        StorageFailure.Busy => new(423, "busy", e.Message),
        StorageFailure.Exhausted => new(503, "busy", e.Message),
        _ => new(500, "storage_failed", e.Message),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (_condition is null)
        {
            await Results.Json(new ApiError(_code, Message), ApiJson.Default.ApiError, statusCode: _status).ExecuteAsync(httpContext);
            return;
        }

        using var body = new MemoryStream();
        using (var writer = XmlWriter.Create(body, DavXml.WriterSettings))
        {
            writer.WriteStartElement("D", "error", DavName.DavNamespace);
            writer.WriteElementString("D", _condition, DavName.DavNamespace, string.Empty);
            writer.WriteEndElement();
        }

        httpContext.Response.StatusCode = _status;
        await Results.Bytes(body.ToArray(), DavXml.ContentType).ExecuteAsync(httpContext);
    }
}
