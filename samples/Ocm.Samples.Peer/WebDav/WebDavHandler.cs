using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>
/// Answers WebDAV class 1 requests (RFC 4918) for a mount. Whatever the request says, the answer is a status that
/// tells the client what to change, never an exception.
/// </summary>
internal static partial class WebDavHandler
{
    public static async Task HandleAsync(HttpContext context, WebDavMount? mount)
    {
        var call = default(WebDavCall);
        var writes = false;
        try
        {
            if (mount is null)
            {
                throw WebDavProblem.NotFound();
            }

            var resource = Resolve(context, mount);
            if (WebDavMethods.Find(context.Request.Method) is not { } method)
            {
                context.Response.Headers.Allow = WebDavMethods.Allowed(resource, resource.Find());
                throw WebDavProblem.MethodNotAllowed("This method is not supported here.");
            }

            writes = method.Writes;
            if (!WebDavMethods.Permits(mount, method))
            {
                throw WebDavProblem.Forbidden("The permissions do not include this.");
            }

            call = new WebDavCall(context, resource, new Preconditions(context.Request, resource));
            var result = await method.InvokeAsync(call);
            await result.ExecuteAsync(context);
        }
        catch (WebDavProblem problem)
        {
            await AnswerAsync(context, problem);
        }
        catch (StorageException e)
        {
            if (e.Failure == StorageFailure.Device)
            {
                StorageFailed(Logger(context), e.InnerException?.HResult ?? 0);
            }

            if (e.Failure is StorageFailure.IsFolder or StorageFailure.Exists && call is not null)
            {
                context.Response.Headers.Allow = WebDavMethods.Allowed(call.Resource, call.Storage.Find(call.Resource.Path));
            }

            await AnswerAsync(context, WebDavProblem.From(e, writes));
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, WebDavProblem.From(e));
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException
            || (e is IOException && context.RequestAborted.IsCancellationRequested))
        {
            // The client went away, or the server stops; nobody is left to answer.
        }
    }

    // The path as it was sent: the server's own form of it has lost whether a slash was encoded.
    private static WebDavResource Resolve(HttpContext context, WebDavMount mount)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (UrlReference.Parse(query < 0 ? target : target[..query]) is not { } reference
            || !mount.TryResolve(reference.EncodedPath, out var resource))
        {
            throw WebDavProblem.BadRequest("The path of the URL is malformed.");
        }

        return resource ?? throw WebDavProblem.NotFound();
    }

    private static async Task AnswerAsync(HttpContext context, WebDavProblem problem)
    {
        if (context.Response.HasStarted)
        {
            context.Abort(); // so that the client does not take a part for the whole
            return;
        }

        await problem.ExecuteAsync(context);
    }

    private static ILogger Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WebDavHandler).FullName!);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "The file storage failed with system code {Code}")]
    private static partial void StorageFailed(ILogger logger, int code);
}
