using Ocm.Invites;
using Ocm.Samples.Peer.Api;
using Ocm.Server.Invites;

namespace Ocm.Samples.Peer.Pages;

/// <summary>The page on which a signed-in user accepts an invite: the server's <c>inviteAcceptDialog</c>.</summary>
internal static class AcceptInvitePages
{
    public const string Path = "/invite/accept";

    private const string Title = "Accept an invitation";

    public static void MapAcceptInvite(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, Show).RequireAuthorization();
        endpoints.MapPost(Path, AcceptAsync).RequireAuthorization();
    }

    private static HtmlPage Show(HttpContext context, AcceptForm form)
    {
        var query = context.Request.Query;
        if (query["token"].Count != 1 || query["providerDomain"].Count != 1
            || !InviteString.TryCreate(query["token"], query["providerDomain"], out var invite))
        {
            return Incomplete();
        }

        var user = context.UserName();
        return new HtmlPage(Title, $"""
            <p>Somebody at <strong>{PeerText.Encode(invite.Provider.Value)}</strong> invites you, {PeerText.Encode(user)}, to become contacts.
            If you accept, that server learns your name, your address here and your mail address.</p>
            <form method="post" action="{Path}">
            <input type="hidden" name="token" value="{Attribute(invite.Token.Reveal())}">
            <input type="hidden" name="providerDomain" value="{Attribute(invite.Provider.Value)}">
            <input type="hidden" name="form" value="{Attribute(form.Issue(user, invite))}">
            <button>Accept</button></form>
            """);
    }

    private static async Task<HtmlPage> AcceptAsync(HttpContext context, AcceptForm form, IInvites invites)
    {
        if (await PageForm.ReadAsync(context.Request) is not { } fields
            || !InviteString.TryCreate(fields.Field("token"), fields.Field("providerDomain"), out var invite))
        {
            return Incomplete();
        }

        if (!form.Verify(fields.Field("form"), context.UserName(), invite))
        {
            return new HtmlPage(Title, "<p>This form is not yours or too old. Open the invitation's link once more.</p>", StatusCodes.Status403Forbidden);
        }

        var accepted = await invites.AcceptAsync(context.UserName(), invite, context.RequestAborted);
        return accepted.TryGetValue(out var contact, out var failure)
            ? new HtmlPage("Invitation accepted", $"""
                <p>{PeerText.Encode(contact.DisplayName)} (<code>{PeerText.Encode(contact.Address.ToString())}</code>) is now among your contacts.</p>
                """)
            : new HtmlPage(Title, $"<p>The invitation was not accepted. {PeerText.Encode(failure.Message)}</p>", ApiProblem.Of(failure).Status);
    }

    private static HtmlPage Incomplete() =>
        new(Title, "<p>This is no complete invitation. Open the link that you were sent once more.</p>", StatusCodes.Status400BadRequest);

    private static string Attribute(string value) => System.Text.Encodings.Web.HtmlEncoder.Default.Encode(value);
}
