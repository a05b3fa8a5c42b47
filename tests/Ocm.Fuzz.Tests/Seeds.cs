using System.Text;

namespace Ocm.Fuzz;

/// <summary>Valid inputs to begin with.</summary>
internal static class Seeds
{
    internal static readonly string[] Discovery =
    [
        """
        {"enabled":true,"apiVersion":"1.4.0","endPoint":"https://a.example/ocm","provider":"A","resourceTypes":[{"name":"file","shareTypes":["user","group"],
        "protocols":{"webdav":"/dav/","webdav-receive":{"uri":"absolute"},"webapp":{},"webapp-receive":{"targets":["blank","iframe"]},"ssh":"a.example:22","talk":[1,null]}},
        {"name":"folder","shareTypes":["user"],"protocols":{}}],"capabilities":["http-sig","exchange-token"],"criteria":["must-invite"],
        "jwksUri":"https://a.example/jwks","tokenEndPoint":"https://a.example/token","inviteAcceptDialog":"/accept","x":{"y":[1.5e3]}}
        """,
        """{"enabled":false,"apiVersion":"1.0","endPoint":"x","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/"}}]}""",
    ];

    internal static readonly string[] Share =
    [
        """
        {"shareWith":"m@b.example","name":"n","description":"d\n","providerId":"p","owner":"o@a.example","sender":"s@x@a.example:8443","ownerDisplayName":"O","senderDisplayName":"S",
        "shareType":"user","resourceType":"folder","expiration":4102444800,"protocol":{"name":"multi","webdav":{"accessTypes":["remote"],"uri":"x","sharedSecret":"s",
        "permissions":["read"],"requirements":["must-exchange-token"],"size":1},"webapp":{"uri":"https://a.example/x","targets":["blank"],"permissions":["view"],
        "requirements":["must-exchange-token"],"sharedSecret":"s","appName":"a","appIconHint":"text/plain","mediaTypes":["text/plain"]},"ssh":{"accessTypes":["datatx"],"uri":"u@h.example:22/x"},
        "embedded":{"@graph":[]},"x-vendor":1},"x":null}
        """,
        """
        {"shareWith":"m@b.example","name":"n","providerId":"p","owner":"o@a.example","sender":"s@a.example","shareType":"group","resourceType":"file",
        "protocol":{"name":"webdav","options":{"sharedSecret":"s","permissions":"x"}}}
        """,
    ];

    internal static readonly string[] ShareAnswer =
    [
        """{"recipientDisplayName":"Marie","recipientPublicKeys":["ssh-ed25519 AAAA","ssh-rsa BBBB"]}""",
        """{"recipientDisplayName":"","recipientPublicKeys":"ssh-ed25519 AAAA"}""",
    ];

    internal static readonly string[] Notification =
    [
        """{"notificationType":"SHARE_ACCEPTED","resourceType":"file","providerId":"p","notification":{"message":"m","sharedSecret":"s"}}""",
    ];

    internal static readonly string[] Invite = ["""{"recipientProvider":"b.example:8443","token":"t","userID":"u","email":"","name":"n"}"""];

    internal static readonly string[] InviteAnswer = ["""{"userID":"u","email":"e@a.example","name":"n"}"""];

    internal static readonly string[] ShareRequest = ["""{"owner":"o@a.example","shareWith":"m@b.example","share":"https://a.example/f"}"""];

    internal static readonly string[] Token = ["""{"access_token":"t","token_type":"Bearer","expires_in":300,"scope":"x"}"""];

    internal static readonly string[] Addresses =
    [
        "marie@cloud.example.org", "a@b@c.example:8443", "u@[2001:db8::1]:443", "u@192.0.2.7", "u@bücher.example", "a/b?c#d%40@xn--bcher-kva.example", "[::1]", "[::ffff:1.2.3.4]:80",
        "extuser@cloud.example.org:/data/x", "u@[::1]:2222/a b",
    ];

    internal static readonly string[] InviteStrings =
    [
        "YTU1YTk2NmUtMTVjMS00Y2I5LWEzOWQtNGU0YzU0Mzk5YmFmQGNsb3VkLmV4YW1wbGUub3Jn", "dEBhQGIuZXhhbXBsZTo4NDQz", "dEBb Ojpd", "dEBbOjoxXQ==",
    ];

    internal static readonly string[] Fields =
    [
        "a=1, b;x=?0, c=(\"x\";y=:AAEC: tok);z=@1700000000, d=%\"f%c3%bc\", e=1.5, f=\"a\\\"b\\\\\"", "*a=*tok/en:x", "a", "a=()", "a=:QUJD:;q=0.1",
    ];

    internal static readonly string[] Digests =
    [
        "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:",
        "sha-512=:NlyZOtgyYNpYWMl93ekBzo+zZvVxlYFwRwd/OFZdZGSYvFf4yA0R7PbLvgBVBwLk7ARmrtpDLn4FZ4r4ndzmoQ==:, sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:",
        "md5=:XUFAKrxLKna5cZ2REBfFkg==:, unixsum=30637",
    ];

    internal static readonly string[] KeySets =
    [
        """
        {"keys":[{"kty":"OKP","crv":"Ed25519","x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs","kid":"https://a.example/ocm#k1","alg":"Ed25519","use":"sig"},
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"k2","alg":"ES256","key_ops":["verify"]},
        {"kty":"oct","k":"AAAA","kid":"k3","alg":"HS256"},{"kty":"OKP","crv":"Ed25519","x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs","d":"AAAA","kid":"k4","alg":"EdDSA"},
        {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","kid":"k5","alg":"RS256"}]}
        """,
        """{"keys":[]}""",
    ];

    internal static IReadOnlyList<byte[]> Utf8(IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
