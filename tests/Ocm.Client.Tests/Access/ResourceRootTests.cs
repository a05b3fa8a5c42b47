using Ocm.Addresses;
using Ocm.Client.Access;

namespace Ocm.Client.Tests.Access;

public sealed class ResourceRootTests
{
    private static readonly Uri Origin = new("https://cloud.example.org");

    // Exactly one slash, whether or not the path ends or the id begins with one.
    [TestCase("/dav/ocm", "id1", "https://cloud.example.org/dav/ocm/id1")]
    [TestCase("/dav/ocm/", "id1", "https://cloud.example.org/dav/ocm/id1")]
    [TestCase("/dav/ocm", "/id1", "https://cloud.example.org/dav/ocm/id1")]
    [TestCase("/dav/ocm/", "/id1", "https://cloud.example.org/dav/ocm/id1")]
    [TestCase("/dav/ocm//", "//id1", "https://cloud.example.org/dav/ocm/id1")]
    [TestCase("seafdav", "id1", "https://cloud.example.org/seafdav/id1")]
    [TestCase("/", "id1", "https://cloud.example.org/id1")]
    [TestCase("/dav", "a/b/", "https://cloud.example.org/dav/a/b/")]
    [TestCase("/dav", "a%20b", "https://cloud.example.org/dav/a%20b")]
    [TestCase("/dav", "a b", "https://cloud.example.org/dav/a%20b")]
    [TestCase("/dav", "100%", "https://cloud.example.org/dav/100%25")]
    [TestCase("/dav", "a?b#c", "https://cloud.example.org/dav/a%3Fb%23c")]
    [TestCase("/dav", "urn:x", "https://cloud.example.org/dav/urn:x")]
    [TestCase("/dav", "//evil.example/x", "https://cloud.example.org/dav/evil.example/x")]
    [TestCase("/dav", "ü", "https://cloud.example.org/dav/%C3%BC")]
    [TestCase("/dav", "a\\b", "https://cloud.example.org/dav/a%5Cb")]
    [TestCase("/dav", null, "https://cloud.example.org/dav")]
    [TestCase("/dav/", null, "https://cloud.example.org/dav/")]
    [TestCase("https://cloud.example.org/old/dav/", "id1", "https://cloud.example.org/old/dav/id1")]
    [Property("Requirement", "ACC-02")]
    public void FromId_AnyForm_JoinsWithOneSlash(string path, string? id, string expected) =>
        Assert.That(ResourceRoot.FromId(Origin, path, id)?.Resolve(ResourcePath.Root).OriginalString, Is.EqualTo(expected));

    [TestCase("/dav", "..")]
    [TestCase("/dav", "a/../../b")]
    [TestCase("/dav", "%2e%2e/b")]
    [TestCase("/dav", "%2E./b")]
    [TestCase("/dav/../x", "id1")]
    [TestCase("/dav", "a\nb")]
    [TestCase("/dav", "a%ffb")]
    [TestCase("/dav\0", "id1")]
    public void FromId_CouldClimbOut_IsRefused(string path, string id) =>
        Assert.That(ResourceRoot.FromId(Origin, path, id), Is.Null);

    [TestCase("https://cloud.example.org/dav/ocm/id1")]
    [TestCase("https://cloud.example.org/dav/ocm/id1/")]
    [TestCase("https://cloud.example.org:8443/dav/%7Eme/%41/x")]
    [TestCase("https://cloud.example.org/dav/a%2Fb")]
    [TestCase("https://cloud.example.org/dav//x")]
    [TestCase("https://cloud.example.org/dav?share=1&x=%20")]
    [TestCase("https://[2001:db8::1]/dav")]
    [Property("Requirement", "ACC-02")]
    [Property("Requirement", "SHARE-15")]
    public void FromAbsolute_Usable_IsUnchanged(string uri)
    {
        var resolved = ResourceRoot.FromAbsolute(uri)?.Resolve(ResourcePath.Root);

        Assert.That(resolved?.OriginalString, Is.EqualTo(uri));
        Assert.That(resolved?.AbsoluteUri, Is.EqualTo(uri));
    }

    [TestCase("https://cloud.example.org/dav/id1", "a b/ü", false, "https://cloud.example.org/dav/id1/a%20b/%C3%BC")]
    [TestCase("https://cloud.example.org/dav/id1/", "a", true, "https://cloud.example.org/dav/id1/a/")]
    [TestCase("https://cloud.example.org/dav?x=1", "a", false, "https://cloud.example.org/dav/a?x=1")]
    [TestCase("https://cloud.example.org", "a", false, "https://cloud.example.org/a")]
    [TestCase("https://cloud.example.org/dav", "%2e%2e", false, "https://cloud.example.org/dav/%252e%252e")]
    [TestCase("https://cloud.example.org/dav", "...", false, "https://cloud.example.org/dav/...")]
    [Property("Requirement", "ACC-06")]
    public void Resolve_PathInTheShare_IsAppended(string root, string path, bool asFolder, string expected)
    {
        _ = ResourcePath.TryParse(path, out var parsed);

        Assert.That(ResourceRoot.FromAbsolute(root)!.Resolve(parsed!, asFolder).AbsoluteUri, Is.EqualTo(expected));
    }

    [TestCase("https://secret@cloud.example.org/dav")]
    [TestCase("https://user:secret@cloud.example.org/dav")]
    [TestCase("https://cloud.example.org/dav#x")]
    [TestCase("https://cloud.example.org/a/../b")]
    [TestCase("https://cloud.example.org/a/%2e%2E/b")]
    [TestCase("https://cloud.example.org/a/./b")]
    [TestCase("https://evil.example\\@cloud.example.org/dav")]
    [TestCase("https://cloud.example.org\\evil/dav")]
    [TestCase("https://cloud.example.org/a b")]
    [TestCase("https://cloud.example.org/a\r\nb")]
    [TestCase("https://cloud.example.org:99999/dav")]
    [TestCase("https://:443/dav")]
    [TestCase("ftp://cloud.example.org/dav")]
    [TestCase("file://cloud.example.org/dav")]
    [TestCase("dav/id")]
    public void FromAbsolute_NotClearlyAWebAddress_IsRefused(string uri) => Assert.That(ResourceRoot.FromAbsolute(uri), Is.Null);

    [TestCase("https://cloud.example.org/x", true)]
    [TestCase("HTTPS://cloud.example.org/x", true)]
    [TestCase("ftp://cloud.example.org/x", true)]
    [TestCase("id", false)]
    [TestCase("/id", false)]
    [TestCase("//cloud.example.org/x", false)]
    [TestCase("https:/x", false)]
    [TestCase("https:///x", false)]
    [TestCase("a b://x/y", false)]
    [TestCase("1a://x/y", false)]
    [TestCase("urn:uuid:1", false)]
    [Property("Requirement", "ACC-02")]
    public void IsAbsolute_OnlyWithSchemeAndHost(string text, bool expected) => Assert.That(ResourceRoot.IsAbsolute(text), Is.EqualTo(expected));

    [TestCase("https://cloud.example.org/dav", "cloud.example.org", true)]
    [TestCase("https://CLOUD.example.org:443/dav", "cloud.example.org", true)]
    [TestCase("https://cloud.example.org:8443/dav", "cloud.example.org", false)]
    [TestCase("https://cloud.example.org.evil.example/dav", "cloud.example.org", false)]
    [TestCase("https://bücher.example/dav", "xn--bcher-kva.example", true)]
    public void IsOn_SameHostAndPort(string uri, string server, bool expected) =>
        Assert.That(ResourceRoot.FromAbsolute(uri)!.IsOn(OcmHost.Parse(server), new Uri($"https://{server}")), Is.EqualTo(expected));

    [TestCase("/dav/id1/sub/", HrefRelation.Self, null)]
    [TestCase("/dav/id1/sub", HrefRelation.Self, null)]
    [TestCase("/dav/id1/%73ub/", HrefRelation.Self, null)]
    [TestCase("https://cloud.example.org/dav/id1/sub/", HrefRelation.Self, null)]
    [TestCase("https://CLOUD.example.org:443/dav/id1/sub/", HrefRelation.Self, null)]
    [TestCase("/dav/id1/sub/a.txt", HrefRelation.Child, "a.txt")]
    [TestCase("/dav/id1/sub/a/", HrefRelation.Child, "a")]
    [TestCase("/dav/id1/sub/a%20b", HrefRelation.Child, "a b")]
    [TestCase("/dav/id1/sub/a b", HrefRelation.Child, "a b")]
    [TestCase("/dav/id1/sub/%C3%BC", HrefRelation.Child, "ü")]
    [TestCase("/dav/id1/sub/ü", HrefRelation.Child, "ü")]
    [TestCase("/dav/id1/sub/a%252Fb", HrefRelation.Child, "a%2Fb")]
    [TestCase("https://cloud.example.org/dav/id1/sub/a", HrefRelation.Child, "a")]
    [TestCase("/dav/id1/sub/a%2Fb", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a%5Cb", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a\\b", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/..", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/%2e%2e", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/.", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/../sub/a", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/..%2f..%2fetc", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a%00", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a%0D%0Ab", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a%ff", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a%2", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a%zz", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/%C0%AF", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/%ED%A0%80", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a?b", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a#b", HrefRelation.Other, null)]
    [TestCase("/dav/id1/sub/a/b", HrefRelation.Other, null)]
    [TestCase("/dav/id1/", HrefRelation.Other, null)]
    [TestCase("/dav/id1/subX/a", HrefRelation.Other, null)]
    [TestCase("/dav/id1/Sub/a", HrefRelation.Other, null)]
    [TestCase("/", HrefRelation.Other, null)]
    [TestCase("", HrefRelation.Other, null)]
    [TestCase("sub/a", HrefRelation.Other, null)]
    [TestCase("a", HrefRelation.Other, null)]
    [TestCase("//cloud.example.org/dav/id1/sub/a", HrefRelation.Other, null)]
    [TestCase("http://cloud.example.org/dav/id1/sub/a", HrefRelation.Other, null)]
    [TestCase("https://cloud.example.org:8443/dav/id1/sub/a", HrefRelation.Other, null)]
    [TestCase("https://evil.example/dav/id1/sub/a", HrefRelation.Other, null)]
    [TestCase("https://x@cloud.example.org/dav/id1/sub/a", HrefRelation.Other, null)]
    [TestCase("https://cloud.example.org", HrefRelation.Other, null)]
    [TestCase("javascript:alert(1)", HrefRelation.Other, null)]
    [TestCase("file:///etc/passwd", HrefRelation.Other, null)]
    public void Relate_Reference_OnlyTheFolderAndWhatIsDirectlyInIt(string href, object relation, string? name)
    {
        var root = ResourceRoot.FromAbsolute("https://cloud.example.org/dav/id1")!;
        _ = ResourcePath.TryParse("sub", out var folder);

        Assert.That((root.Relate(href, folder!, out var found), found), Is.EqualTo(((HrefRelation)relation, name)));
    }
}
