using Ocm.Addresses;
using Ocm.Samples.Peer.Api;
using Ocm.Server.Contacts;

namespace Ocm.Samples.Peer.Contacts;

/// <summary>The address book.</summary>
internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/contacts", ListAsync);
        api.MapDelete("/contacts/{**address}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IContacts contacts)
    {
        var request = context.Request;
        var list = await contacts.ListAsync(context.UserName(), ReadAddress(request.After()), request.Limit(), context.RequestAborted);
        return request.Query["format"].ToString() switch
        {
            "" => ApiResults.Json<IReadOnlyList<ContactView>>([.. list.Select(ContactView.Of)]),
            "jscontact" => ApiResults.Json<IReadOnlyList<JsContactCard>>([.. list.Select(JsContactCard.Of)]),
            _ => throw ApiProblem.BadRequest("format must be jscontact, or be left out."),
        };
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string address, IContacts contacts) =>
        OcmAddress.TryParse(address, out var parsed) && await contacts.RemoveAsync(context.UserName(), parsed, context.RequestAborted)
            ? Results.NoContent()
            : throw ApiProblem.NotFound("You have no such contact.");

    private static OcmAddress? ReadAddress(string? text) => text is null ? null
        : OcmAddress.TryParse(text, out var address) ? address
        : throw ApiProblem.BadRequest("after must be the address of a contact.");
}
