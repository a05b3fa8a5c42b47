using System.Text.Json;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Samples.Peer.Api;
using Ocm.Serialization;
using Ocm.Server.Contacts;

namespace Ocm.Samples.Peer.Contacts;

/// <summary>The address book.</summary>
internal static class ContactEndpoints
{
    private const int MaxCardBytes = 64 * 1024;

    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/contacts", ListAsync);
        api.MapPost("/contacts", ImportAsync);
        api.MapDelete("/contacts/{**address}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IContacts contacts)
    {
        var request = context.Request;
        var list = await contacts.ListAsync(context.UserName(), ReadAddress(request.After()), request.Limit(), context.RequestAborted);
        return request.Query["format"].ToString() switch
        {
            "" => ApiResults.Json<IReadOnlyList<ContactView>>([.. list.Select(ContactView.Of)]),
            "jscontact" => Results.Bytes(Write(list.Select(JsContactCard.Of)), "application/jscontact+json"),
            _ => throw ApiProblem.BadRequest("format must be jscontact, or be left out."),
        };
    }

    // One card, as another product exports it. It is somebody else's word: nobody becomes trusted by it.
    private static async Task<IResult> ImportAsync(HttpContext context, IContacts contacts)
    {
        if (context.Request.ContentLength is null or > MaxCardBytes)
        {
            throw ApiProblem.BadRequest($"The body must be a JSContact card of at most {MaxCardBytes} bytes.");
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!OcmJson.Read<JsContactCard>(body.ToArray()).TryGetValue(out var card, out var failure))
        {
            var error = failure.ValidationErrors[0];
            throw ApiProblem.BadRequest($"The body is no JSContact card (RFC 9553): {error.Name} {error.Message}.");
        }

        var imported = await contacts.ImportAsync(context.UserName(), [card], cancellationToken: context.RequestAborted);
        return ApiResults.Created<IReadOnlyList<ContactView>>([.. imported.Select(ContactView.Of)]);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string address, IContacts contacts)
    {
        var removal = context.Request.Query["shares"].ToString() switch
        {
            "" => ContactRemoval.ContactOnly,
            "end" => ContactRemoval.Unshare | ContactRemoval.DiscardReceived,
            _ => throw ApiProblem.BadRequest("shares must be end, or be left out."),
        };
        return OcmAddress.TryParse(address, out var parsed)
            && (await contacts.RemoveAsync(context.UserName(), parsed, removal, context.RequestAborted)).WasContact
            ? Results.NoContent()
            : throw ApiProblem.NotFound("You have no such contact.");
    }

    private static byte[] Write(IEnumerable<JsContactCard> cards)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var card in cards)
            {
                writer.WriteRawValue(OcmJson.Write(card));
            }

            writer.WriteEndArray();
        }

        return json.ToArray();
    }

    private static OcmAddress? ReadAddress(string? text) => text is null ? null
        : OcmAddress.TryParse(text, out var address) ? address
        : throw ApiProblem.BadRequest("after must be the address of a contact.");
}
