using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ocm.Server.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>
/// Stands before the vendor's web application and lets the form through that a receiving server has the browser post: with an
/// exchanged token in the field <c>access_token</c>, never the share's secret (draft: Resource Access, step 6; ACC-09, ACC-10).
/// A token that has ended sends the browser back to where the form says, with nothing added (ACC-12).
/// </summary>
internal sealed class OcmWebAppGuard(RequestDelegate next, string providerIdParameter)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int MaxCredentialLength = 8192;

    private static readonly byte[] Ended = "This session has ended. Open the share again from your own server.\n"u8.ToArray();

    internal async Task InvokeAsync(HttpContext context)
    {
        if (await ReadTokenAsync(context).ConfigureAwait(false) is not var (token, wayBack))
        {
            await RefuseAsync(context).ConfigureAwait(false);
            return;
        }

        var sessions = context.RequestServices.GetRequiredService<WebAppSessions>();
        var named = context.GetRouteValue(providerIdParameter) as string;
        if (await sessions.OpenAsync(token, wayBack, context.RequestAborted).ConfigureAwait(false) is not { } session)
        {
            await SendBackAsync(context, await sessions.FindWayBackAsync(token, named, wayBack, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        }
        else if (named is not null && !string.Equals(named, session.Access.Share.ProviderId, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            Attach(context, session, sessions.AncestorsOf(session.Access.Share));
            await next(context).ConfigureAwait(false);
        }
    }

    private static async ValueTask<(SecretString Token, string? WayBack)?> ReadTokenAsync(HttpContext context)
    {
        var maxBytes = context.RequestServices.GetRequiredService<IOptions<WebAppOptions>>().Value.MaxFormBytes;
        return await ReadFormAsync(context, maxBytes).ConfigureAwait(false) is { } form
            && form["access_token"] is { Count: 1 } field
            && field[0] is { Length: > 0 and <= MaxCredentialLength } token
                ? (new SecretString(token), form["expired_session_redirect_uri"] is { Count: 1 } uri ? uri[0] : null)
                : null;
    }

    private static async ValueTask<IFormCollection?> ReadFormAsync(HttpContext context, int maxBytes)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method)
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase)
            || request.ContentLength > maxBytes)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        try
        {
            return await request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static void Attach(HttpContext context, OcmWebAppSession session, string ancestors)
    {
        context.Features.Set(session.Access);
        context.Features.Set(session);

        // When the answer leaves, after whatever policy the application sets: a browser enforces all of them.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.Append("Content-Security-Policy", $"frame-ancestors {ancestors}");
            headers.CacheControl = "no-store";
            if (!headers.ContainsKey("Referrer-Policy"))
            {
                headers["Referrer-Policy"] = "no-referrer";
            }

            return Task.CompletedTask;
        });
    }

    private static Task SendBackAsync(HttpContext context, Uri? wayBack)
    {
        if (wayBack is null)
        {
            return RefuseAsync(context);
        }

        // 303: the browser comes with GET, and the form with the token stays behind.
        var response = context.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = wayBack.AbsoluteUri;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = Ended.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(Ended, context.RequestAborted).ConfigureAwait(false);
    }
}
