using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ocm.Contacts;
using Ocm.Serialization;
using Ocm.Server.Contacts;

namespace Ocm.Conformance.Contacts;

/// <summary>The endpoints of a product that hands out marie's address book as cards, and takes a card into it.</summary>
internal static class CardEndpoints
{
    internal const string Path = "/cards";

    internal static void Map(WebApplication app)
    {
        app.MapGet(Path, async context =>
        {
            var cards = await Contacts(context).ExportAsync("marie", context.RequestAborted);
            await context.Response.WriteAsync($"[{string.Join(',', cards.Select(card => Encoding.UTF8.GetString(OcmJson.Write(card))))}]", context.RequestAborted);
        });
        app.MapPost(Path, async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            if (!OcmJson.Read<JsContactCard>(body.ToArray()).TryGetValue(out var card, out var failure))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                var errors = failure.ValidationErrors.Select(error => new { name = error.Name, message = error.Message });
                await context.Response.WriteAsync(JsonSerializer.Serialize(new { message = failure.Message, validationErrors = errors }), context.RequestAborted);
                return;
            }

            await Contacts(context).ImportAsync("marie", [card], context.Request.Query["own"] == "True", context.RequestAborted);
        });
    }

    private static IContacts Contacts(HttpContext context) => (IContacts)context.RequestServices.GetService(typeof(IContacts))!;
}
