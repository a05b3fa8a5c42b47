using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ocm.Serialization;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Dialects;

/// <summary>Writes the draft's messages in the form that an older server takes.</summary>
internal static class LegacyMessageWriter
{
    private const string Options = "options";
    private const string WebDav = "webdav";
    private const string Secret = "sharedSecret";

    // What Nextcloud writes there, and looks for.
    private const string PermissionsProperty = "{http://open-cloud-mesh.org/ns}share-permissions";

    /// <summary>The body of a share creation notification.</summary>
    /// <param name="share">The share as the draft writes it.</param>
    /// <param name="profile">For which server.</param>
    /// <param name="shape">In which form.</param>
    internal static byte[] Share(ShareCreationNotification share, PeerProfile profile, ShareShape shape)
    {
        var draft = OcmJson.Write(share);
        if (profile.IsDraft)
        {
            return draft;
        }

        var message = JsonNode.Parse(draft)!.AsObject();
        var protocol = message["protocol"]!.AsObject();
        var secret = protocol.TryGetObject(WebDav, out var webdav) ? webdav.Text(Secret) : null;
        protocol["name"] = shape == ShareShape.Multi || secret is null ? "multi" : WebDav;
        protocol[Options] = shape == ShareShape.Multi || secret is null
            ? new JsonObject()
            : new JsonObject { [Secret] = secret, ["permissions"] = PermissionsProperty };
        if (shape == ShareShape.Options && secret is not null)
        {
            protocol.Remove(WebDav);
        }

        if (profile.SharesFilesOnly)
        {
            message["resourceType"] = ResourceType.File.Value;
        }

        if (shape != ShareShape.Multi)
        {
            message["sharedBy"] = share.Sender.ToString();
            if (share.SenderDisplayName is { } name)
            {
                message["sharedByDisplayName"] = name;
            }
        }

        if (profile.SendsCode && secret is not null && share.Protocol.MustExchangeToken)
        {
            message["code"] = secret;
            webdav!.MapTexts("requirements", OldName);
        }

        return LegacyMessageReader.ToBytes(message);
    }

    /// <summary>A token request: body and content type.</summary>
    /// <param name="request">The request as the draft writes it.</param>
    /// <param name="profile">For which server.</param>
    /// <param name="grantType">By which name that server knows the grant type.</param>
    internal static (byte[] Body, string ContentType) TokenRequest(TokenRequest request, PeerProfile profile, string grantType)
    {
        var fields = request.ToForm().Select(field => field.Key == "grant_type" ? new(field.Key, grantType) : field).ToList();
        return profile.TokenRequestsAsJson
            ? (LegacyMessageReader.ToBytes(new JsonObject(fields.Select(field => new KeyValuePair<string, JsonNode?>(field.Key, field.Value)))), "application/json")
            : (Form(fields), "application/x-www-form-urlencoded");
    }

    private static byte[] Form(IEnumerable<KeyValuePair<string, string>> fields) => Encoding.ASCII.GetBytes(string.Join(
        '&', fields.Select(field => $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}")));

    // What 1.3 renamed.
    private static string OldName(string requirement) =>
        requirement == Requirement.MustExchangeToken.Value ? "use-code"
        : requirement == Requirement.MustUseMfa.Value ? "mfa-enforced"
        : requirement;

    /// <summary>The other form to try where a server refuses the first.</summary>
    internal static ShareShape Other(ShareShape shape) => shape == ShareShape.Multi ? ShareShape.Options : ShareShape.Multi;
}
