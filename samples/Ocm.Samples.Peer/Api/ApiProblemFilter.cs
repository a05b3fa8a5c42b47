using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.Api;

/// <summary>Answers what the calls of the local API refuse.</summary>
internal sealed class ApiProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ApiProblem problem) when (!context.HttpContext.Response.HasStarted)
        {
            return problem.ToResult();
        }
        catch (BadHttpRequestException e) when (!context.HttpContext.Response.HasStarted)
        {
            return ApiResults.Error(e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too_large" : "bad_request", "The body could not be read.");
        }
        catch (StorageException) when (!context.HttpContext.Response.HasStarted)
        {
            return ApiResults.Error(StatusCodes.Status503ServiceUnavailable, "busy", "The storage is not available at the moment.");
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty; // the client went away; nobody is left to answer
        }
    }
}
