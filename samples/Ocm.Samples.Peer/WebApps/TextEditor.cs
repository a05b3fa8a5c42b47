using System.Text;
using System.Text.Encodings.Web;
using Ocm.Samples.Peer.Storage;
using Ocm.Server.Access;
using Ocm.Shares;

namespace Ocm.Samples.Peer.WebApps;

/// <summary>
/// A web application as a product might share it: <c>/app/{providerId}/{path}</c> shows a text file and, where the recipient
/// may write, saves it. It keeps no session: each form carries the token, and the SDK checks it each time.
/// </summary>
internal static class TextEditor
{
    public const string Path = "/app";

    private const int MaxBytes = 256 * 1024;

    public static void MapTextEditor(this WebApplication app) =>
        app.MapPost(Path + "/{providerId}/{**path}", ShowAsync).RequireOcmWebApp();

    private static async Task<IResult> ShowAsync(HttpContext context, string? path, UserStorage storage)
    {
        var session = context.GetOcmWebAppSession();
        var share = session.Access.Share;
        if (!session.Access.CanView || !StoragePath.TryParse(share.ResourceId, out var root) || !StoragePath.TryParse(path ?? string.Empty, out var inside))
        {
            return Problem(StatusCodes.Status404NotFound, "There is nothing here.");
        }

        try
        {
            var files = storage.Of(share.Owner.Identifier);
            if (share.ResourceType == ResourceType.Folder)
            {
                files = files.Narrow(root);
                root = inside;
            }
            else if (!inside.IsRoot)
            {
                return Problem(StatusCodes.Status404NotFound, "There is nothing here.");
            }

            return files.Find(root) switch
            {
                { IsFolder: true } => Problem(StatusCodes.Status200OK, "This is a folder. Open one of its files."),
                { Length: > MaxBytes } => Problem(StatusCodes.Status413PayloadTooLarge, "The file is too large for this editor."),
                { } => await EditAsync(context, session, files, root),
                null => Problem(StatusCodes.Status404NotFound, "There is nothing here."),
            };
        }
        catch (StorageException)
        {
            return Problem(StatusCodes.Status404NotFound, "There is nothing here.");
        }
    }

    private static async Task<IResult> EditAsync(HttpContext context, OcmWebAppSession session, FolderStorage files, StoragePath path)
    {
        var form = context.Request.Form;
        if (form.TryGetValue("text", out var changed))
        {
            if (!session.Access.CanWrite)
            {
                return Problem(StatusCodes.Status403Forbidden, "You may not change this file.");
            }

            using var content = new MemoryStream(Encoding.UTF8.GetBytes(changed.ToString().ReplaceLineEndings("\n")));
            await files.WriteAsync(path, content, condition: null, context.RequestAborted);
        }

        await using var file = files.OpenRead(path);
        using var reader = new StreamReader(file.Content);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        return Page(session, path.Name, text, form["access_token"].ToString());
    }

    private static HtmlPage Page(OcmWebAppSession session, string name, string text, string token)
    {
        // The token is the browser's already; the application gives it back to itself and to nobody else.
        var html = $"""
            <h1>{Encode(name)}</h1>
            <form method="post">
            <input type="hidden" name="access_token" value="{Encode(token)}">
            <input type="hidden" name="expired_session_redirect_uri" value="{Encode(session.ExpiredSessionRedirectUri?.AbsoluteUri ?? string.Empty)}">
            <textarea name="text" rows="20" cols="80"{(session.Access.CanWrite ? string.Empty : " readonly")}>
            {Encode(text)}</textarea>
            {(session.Access.CanWrite ? "<button type=\"submit\">Save</button>" : string.Empty)}
            </form>
            """;

        // A session that has ended goes back to the receiving server.
        return new HtmlPage(html, $"form-action 'self' {session.ExpiredSessionRedirectUri?.GetLeftPart(UriPartial.Authority)}".TrimEnd());
    }

    private static HtmlPage Problem(int status, string message) => new($"<p>{Encode(message)}</p>", "form-action 'none'", status);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
