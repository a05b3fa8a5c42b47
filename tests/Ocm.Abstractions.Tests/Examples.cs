using System.Text;

namespace Ocm;

/// <summary>One valid message of each kind and shape, with the values and shapes that the specification's OpenAPI file gives as examples.</summary>
internal static class Examples
{
    internal const string Discovery = """
        {
          "enabled": true, "apiVersion": "1.4.0", "endPoint": "https://cloud.example.org/ocm", "provider": "MyCloudStorage",
          "resourceTypes": [
            {
              "name": "file", "shareTypes": ["user"],
              "protocols": {
                "webdav": "/remote/dav/ocm/", "webdav-receive": {"uri": "absolute"},
                "webapp": {}, "webapp-receive": {"targets": ["blank", "iframe"]}, "talk": "/apps/spreed/api/"
              }
            },
            {"name": "folder", "shareTypes": ["user", "group"], "protocols": {"webdav": "/remote/dav/ocm/", "ssh": "cloud.example.org:22", "ssh-receive": {}}}
          ],
          "capabilities": ["protocol-object", "invites", "http-sig", "exchange-token"],
          "criteria": ["allowlist", "must-invite"],
          "jwksUri": "https://cloud.example.org/ocm/jwks",
          "tokenEndPoint": "https://cloud.example.org/ocm/token",
          "inviteAcceptDialog": "/index.php/apps/sciencemesh/accept"
        }
        """;

    internal const string LegacyProtocol = """
        {"name": "webdav", "options": {"sharedSecret": "hfiuhworzwnur98d3wjiwhr", "permissions": "some permissions scheme"}}
        """;

    internal const string SingleProtocol = """
        {
          "name": "multi",
          "webdav": {"uri": "7c084226-d9a1-11e6-bf26-cec0c932ce01", "sharedSecret": "hfiuhworzwnur98d3wjiwhr", "permissions": ["read", "write"]}
        }
        """;

    internal const string AllProtocols = """
        {
          "name": "multi",
          "webdav": {
            "accessTypes": ["remote", "datatx"],
            "uri": "https://cloud.example.org/remote/dav/ocm/7c084226-d9a1-11e6-bf26-cec0c932ce01",
            "sharedSecret": "hfiuhworzwnur98d3wjiwhr", "permissions": ["read"],
            "requirements": ["must-use-mfa", "must-exchange-token"], "size": 1048576
          },
          "webapp": {
            "uri": "https://apps.example.org/hedgedoc/7c084226-d9a1-11e6-bf26-cec0c932ce01",
            "sharedSecret": "hfiuhworzwnur98d3wjiwhr", "targets": ["blank"], "permissions": ["read"],
            "requirements": ["must-use-mfa", "must-exchange-token"],
            "appName": "HedgeDoc", "appIconHint": "text/markdown", "mediaTypes": ["text/markdown", "text/html"]
          },
          "ssh": {"accessTypes": ["datatx"], "uri": "extuser@cloud.example.org:/7c084226-d9a1-11e6-bf26-cec0c932ce01"}
        }
        """;

    internal const string ShareCreated = """{"recipientDisplayName": "John Doe", "recipientPublicKeys": ["ssh-ed25519 AAAAC3Nz marie@b.example"]}""";

    internal const string ShareAccepted = """
        {
          "notificationType": "SHARE_ACCEPTED", "resourceType": "file", "providerId": "7c084226-d9a1-11e6-bf26-cec0c932ce01",
          "notification": {"message": "Recipient accepted the share", "sharedSecret": "hfiuhworzwnur98d3wjiwhr"}
        }
        """;

    internal const string UserRemoved = """
        {"notificationType": "USER_REMOVED", "resourceType": "user", "providerId": "51dc30ddc473d43a6011e9ebba6ca770"}
        """;

    internal const string InviteAccepted = """
        {
          "recipientProvider": "receiver.org", "token": "xyz", "userID": "51dc30ddc473d43a6011e9ebba6ca770",
          "email": "richard@gmail.com", "name": "Richard Feynman"
        }
        """;

    internal const string InviteAnswered = """{"userID": "9302", "email": "john@sender.org", "name": "John Doe"}""";

    internal const string ShareRequested = """
        {
          "owner": "527bd5b5d689e2c32ae974c6229ff785@apiwise.nl", "shareWith": "51dc30ddc473d43a6011e9ebba6ca770@geant.org",
          "share": "https://ocm.example.org/files/spec.yaml"
        }
        """;

    internal const string TokenIssued = """{"access_token": "asdfgh", "token_type": "Bearer", "expires_in": 300}""";

    internal static string LegacyOptions { get; } = Share(LegacyProtocol);

    internal static string MultipleProtocols { get; } = Share(AllProtocols);

    internal static string Share(string protocol, string resourceType = "file") => $$"""
        {
          "shareWith": "51dc30ddc473d43a6011e9ebba6ca770@geant.org", "name": "resource.txt",
          "description": "This is the Open API Specification file (in YAML format) of the Open\nCloud Mesh API.\n",
          "providerId": "7c084226-d9a1-11e6-bf26-cec0c932ce01",
          "owner": "6358b71804dfa8ab069cf05ed1b0ed2a@apiwise.nl", "sender": "527bd5b5d689e2c32ae974c6229ff785@apiwise.nl",
          "ownerDisplayName": "Dimitri", "senderDisplayName": "John Doe",
          "shareType": "user", "resourceType": "{{resourceType}}", "expiration": 4102444800,
          "protocol": {{protocol}}
        }
        """;

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
