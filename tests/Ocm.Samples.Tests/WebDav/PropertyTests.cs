using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Ocm.Samples.Peer.WebDav;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>PROPFIND and PROPPATCH.</summary>
internal sealed class PropertyTests : DavFixture
{
    private static readonly XNamespace Dav = DavServer.Dav;

    [Test]
    public async Task PropFind_Depth0_IsTheResourceAlone()
    {
        var folder = (await Server.FindAsync("/dav/d", "0")).Single();
        Assert.That(folder.Key, Is.EqualTo("/dav/d/"));
        Assert.That(DavServer.Property(folder.Value, Dav + "resourcetype")!.Element(Dav + "collection"), Is.Not.Null);
        Assert.That(DavServer.Property(folder.Value, Dav + "displayname")!.Value, Is.EqualTo("d"));
        Assert.That(DavServer.Property(folder.Value, Dav + "getcontentlength"), Is.Null);
        Assert.That(DavServer.Property(folder.Value, Dav + "getcontentlength", 404), Is.Null, "allprop leaves out what is not there");

        var file = (await Server.FindAsync("/dav/a.txt", "0")).Single();
        Assert.That(file.Key, Is.EqualTo("/dav/a.txt"));
        Assert.That(DavServer.Property(file.Value, Dav + "resourcetype")!.IsEmpty || !DavServer.Property(file.Value, Dav + "resourcetype")!.HasElements, Is.True);
        Assert.That(DavServer.Property(file.Value, Dav + "getcontentlength")!.Value, Is.EqualTo("5"));
        Assert.That(DavServer.Property(file.Value, Dav + "getcontenttype")!.Value, Is.EqualTo("text/plain"));
        Assert.That(DavServer.Property(file.Value, Dav + "getetag")!.Value, Is.EqualTo(ETagOf("a.txt")));
        var modified = DavServer.Property(file.Value, Dav + "getlastmodified")!.Value;
        Assert.That(DateTimeOffset.TryParseExact(modified, "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), modified);
        var created = DavServer.Property(file.Value, Dav + "creationdate")!.Value;
        Assert.That(DateTimeOffset.TryParseExact(created, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), created);
    }

    [Test]
    public async Task PropFind_Depth1_IsTheFolderAndItsItemsButNoDeeper()
    {
        Server.Folder.Write("files/alice/d/deeper/x", "x");
        Assert.That((await Server.FindAsync("/dav", "1")).Keys, Is.EquivalentTo(new[] { "/dav/", "/dav/a.txt", "/dav/d/" }));
        Assert.That((await Server.FindAsync("/dav/d/", "1")).Keys, Is.EquivalentTo(new[] { "/dav/d/", "/dav/d/inner.txt", "/dav/d/deeper/" }));
        Assert.That((await Server.FindAsync("/dav/a.txt", "1")).Keys, Is.EqualTo(new[] { "/dav/a.txt" }));
    }

    [TestCase("infinity")]
    [TestCase("Infinity")]
    [TestCase(null)]
    public async Task PropFind_DepthInfinityOnAFolder_Is403WithTheConditionOfTheRfc(string? depth)
    {
        using var response = await Server.SendAsync("PROPFIND", "/dav/d", null, depth is null ? [] : [("Depth", depth)]);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        var error = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        Assert.That(error.Name, Is.EqualTo(Dav + "error"));
        Assert.That(error.Element(Dav + "propfind-finite-depth"), Is.Not.Null);
    }

    [TestCase("/dav/a.txt", null, HttpStatusCode.MultiStatus)]
    [TestCase("/dav/a.txt", "infinity", HttpStatusCode.MultiStatus)]
    [TestCase("/dav/missing", "0", HttpStatusCode.NotFound)]
    [TestCase("/dav/d", "2", HttpStatusCode.BadRequest)]
    [TestCase("/dav/d", "-1", HttpStatusCode.BadRequest)]
    public async Task PropFind_OtherDepths_AnswerAsTheRfcHasIt(string path, string? depth, HttpStatusCode expected) =>
        Assert.That(await Server.StatusAsync("PROPFIND", path, null, depth is null ? [] : [("Depth", depth)]), Is.EqualTo(expected));

    [Test]
    public async Task PropFind_NamedProperties_AreSortedIntoThereAndNotThere()
    {
        const string Body = """
            <?xml version="1.0"?>
            <propfind xmlns="DAV:"><prop><getetag/><getcontentlength/><quota-used-bytes/><x xmlns="urn:other"/><y xmlns=""/></prop></propfind>
            """;
        var all = await Server.FindAsync("/dav/", "1", Body);
        var file = all["/dav/a.txt"];
        Assert.That(DavServer.Property(file, Dav + "getetag")!.Value, Is.EqualTo(ETagOf("a.txt")));
        Assert.That(DavServer.Property(file, Dav + "quota-used-bytes", 404), Is.Not.Null);
        Assert.That(DavServer.Property(file, XName.Get("x", "urn:other"), 404), Is.Not.Null);
        Assert.That(DavServer.Property(file, "y", 404), Is.Not.Null);
        Assert.That(DavServer.Property(file, Dav + "resourcetype"), Is.Null);
        var folder = all["/dav/d/"];
        Assert.That(DavServer.Property(folder, Dav + "getetag", 404), Is.Not.Null);
        Assert.That(folder.Elements(Dav + "propstat").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task PropFind_PropName_IsNamesWithoutValues()
    {
        var file = (await Server.FindAsync("/dav/a.txt", "0", "<propfind xmlns='DAV:'><propname/></propfind>")).Single().Value;
        Assert.That(DavServer.Property(file, Dav + "getetag")!.Value, Is.Empty);
        Assert.That(DavServer.Property(file, Dav + "getcontentlength")!.Value, Is.Empty);
    }

    [Test]
    public async Task PropFind_AllPropWithInclude_HasBoth()
    {
        await using var server = await DavServer.StartAsync(storage => WebDavMount.ForFolder("/dav", storage) with
        {
            Properties = SharePermissions.For(canRead: true, canWrite: false, canShare: true),
        });
        XNamespace ocs = "http://open-collaboration-services.org/ns";
        var plain = (await server.FindAsync("/dav", "0")).Single().Value;
        Assert.That(DavServer.Property(plain, ocs + "share-permissions"), Is.Null);
        var included = (await server.FindAsync("/dav", "0", $"<propfind xmlns='DAV:'><allprop/><include><share-permissions xmlns='{ocs}'/></include></propfind>")).Single().Value;
        Assert.That(DavServer.Property(included, ocs + "share-permissions")!.Value, Is.EqualTo("17"));
        Assert.That(DavServer.Property(included, Dav + "resourcetype"), Is.Not.Null);
    }

    [TestCase(true, true, true, "31", "27", """["share","read","write"]""")]
    [TestCase(true, true, false, "15", "11", """["read","write"]""")]
    [TestCase(true, false, false, "1", "1", """["read"]""")]
    [TestCase(true, false, true, "17", "17", """["share","read"]""")]
    public async Task PropFind_SharePermissions_AreWhatTheMountPermits(bool read, bool write, bool share, string folder, string file, string list)
    {
        await using var server = await DavServer.StartAsync(
            storage => WebDavMount.ForFolder("/dav", storage) with { Properties = SharePermissions.For(read, write, share) },
            fill => fill.Write("files/alice/a.txt", "x"));
        XNamespace ocs = "http://open-collaboration-services.org/ns";
        XNamespace ocm = "http://open-cloud-mesh.org/ns";
        var found = await server.FindAsync("/dav", "1", $"<propfind xmlns='DAV:'><prop><share-permissions xmlns='{ocs}'/><share-permissions xmlns='{ocm}'/></prop></propfind>");
        Assert.That(DavServer.Property(found["/dav/"], ocs + "share-permissions")!.Value, Is.EqualTo(folder));
        Assert.That(DavServer.Property(found["/dav/a.txt"], ocs + "share-permissions")!.Value, Is.EqualTo(file));
        Assert.That(DavServer.Property(found["/dav/"], ocm + "share-permissions")!.Value, Is.EqualTo(list));
    }

    [TestCase(true, true, "RGDNVCK", "RGDNVW")]
    [TestCase(false, false, "G", "G")]
    public async Task PropFind_PermissionsOfOwnCloud_AreTheLettersOfWhatIsPermitted(bool write, bool share, string folder, string file)
    {
        await using var server = await DavServer.StartAsync(
            storage => WebDavMount.ForFolder("/dav", storage) with { Properties = SharePermissions.For(canRead: true, write, share) },
            fill => fill.Write("files/alice/a.txt", "x"));
        XNamespace oc = "http://owncloud.org/ns";

        var found = await server.FindAsync("/dav", "1", $"<propfind xmlns='DAV:'><prop><permissions xmlns='{oc}'/></prop></propfind>");

        Assert.That(DavServer.Property(found["/dav/"], oc + "permissions")!.Value, Is.EqualTo(folder));
        Assert.That(DavServer.Property(found["/dav/a.txt"], oc + "permissions")!.Value, Is.EqualTo(file));
    }

    [TestCase("<propfind xmlns='DAV:'><prop>")]
    [TestCase("<propfind xmlns='DAV:'><prop><x:y/></prop></propfind>")]
    [TestCase("<propfind xmlns='DAV:'><prop><y xmlns:bar=''/></prop></propfind>")]
    [TestCase("<propfind xmlns='DAV:'/>")]
    [TestCase("<propfind xmlns='DAV:'><allprop/><propname/></propfind>")]
    [TestCase("<propfind xmlns='DAV:'><prop/><prop/></propfind>")]
    [TestCase("<propfind><allprop/></propfind>")]
    [TestCase("<x xmlns='DAV:'><allprop/></x>")]
    [TestCase("<propfind xmlns='DAV:'><allprop/></propfind><more/>")]
    [TestCase("not xml")]
    [TestCase("{}")]
    [TestCase("\0\u0001")]
    [TestCase("<?xml version='1.0' encoding='no-such'?><propfind xmlns='DAV:'><allprop/></propfind>")]
    [TestCase("<!DOCTYPE propfind [<!ENTITY x 'y'>]><propfind xmlns='DAV:'><prop>&x;</prop></propfind>")]
    [TestCase("<!DOCTYPE propfind SYSTEM 'file:///etc/passwd'><propfind xmlns='DAV:'><allprop/></propfind>")]
    [TestCase("<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><propfind xmlns='DAV:'><prop>&e;</prop></propfind>")]
    public async Task PropFind_BodyThatIsNone_Is400(string body) =>
        Assert.That(await Server.StatusAsync("PROPFIND", "/dav/", new StringContent(body), ("Depth", "0")), Is.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task PropFind_BodyTooLong_Is413()
    {
        var body = $"<propfind xmlns='DAV:'><allprop/>{new string(' ', DavXml.MaxBodyBytes)}</propfind>";
        Assert.That(await Server.StatusAsync("PROPFIND", "/dav/", new StringContent(body), ("Depth", "0")), Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(
            await Server.StatusAsync("PROPFIND", "/dav/", new StringContent(body), ("Depth", "0"), ("Transfer-Encoding", "chunked")),
            Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task PropFind_TooManyNames_Is400()
    {
        var names = string.Concat(Enumerable.Range(0, DavXml.MaxNames + 1).Select(i => $"<n{i}/>"));
        var body = $"<propfind xmlns='DAV:'><prop>{names}</prop></propfind>";
        Assert.That(await Server.StatusAsync("PROPFIND", "/dav/", new StringContent(body), ("Depth", "0")), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task PropFind_UnknownElementsInTheBody_AreIgnored()
    {
        var found = await Server.FindAsync("/dav/a.txt", "0", "<!-- c --><propfind xmlns='DAV:' a='b'><ext xmlns='urn:x'><prop/></ext><prop> <getetag><x/></getetag> </prop></propfind>");
        Assert.That(DavServer.Property(found["/dav/a.txt"], Dav + "getetag"), Is.Not.Null);
    }

    [Test]
    public async Task PropFind_SpecialNames_AreEncodedInHrefAndPlainInDisplayName()
    {
        const string Name = "a b#%&<>'+;=@é😀";
        Assume.That(OperatingSystem.IsWindows(), Is.False, "Not a Windows name.");
        Server.Folder.Write("files/alice/" + Name, "x");
        var (href, response) = (await Server.FindAsync("/dav/", "1")).Single(pair => pair.Key.StartsWith("/dav/a%20", StringComparison.Ordinal));
        Assert.That(href, Is.EqualTo("/dav/" + Uri.EscapeDataString(Name)));
        Assert.That(DavServer.Property(response, Dav + "displayname")!.Value, Is.EqualTo(Name));
        Assert.That(await Server.StatusAsync("GET", href), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task PropFind_LargeFolder_ListsEveryItem()
    {
        const int Count = 3000;
        for (var i = 0; i < Count; i++)
        {
            Server.Folder.Write(string.Create(CultureInfo.InvariantCulture, $"files/alice/many/{i}.txt"), "x");
        }

        Assert.That(await Server.FindAsync("/dav/many", "1"), Has.Count.EqualTo(Count + 1));
    }

    [Test]
    public async Task PropPatch_AnyProperty_Is207With403ForEach()
    {
        using var response = await Server.SendAsync("PROPPATCH", "/dav/a.txt", new StringContent(
            "<propertyupdate xmlns='DAV:'><set><prop><displayname>x</displayname></prop></set><remove><prop><y xmlns='urn:x'/></prop></remove></propertyupdate>"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MultiStatus));
        var found = DavServer.Parse(await response.Content.ReadAsStringAsync())["/dav/a.txt"];
        Assert.That(DavServer.Property(found, Dav + "displayname", 403), Is.Not.Null);
        Assert.That(DavServer.Property(found, XName.Get("y", "urn:x"), 403), Is.Not.Null);
    }

    [TestCase("/dav/a.txt", "", HttpStatusCode.BadRequest)]
    [TestCase("/dav/a.txt", "<propfind xmlns='DAV:'/>", HttpStatusCode.BadRequest)]
    [TestCase("/dav/a.txt", "<propertyupdate xmlns='DAV:'/>", HttpStatusCode.BadRequest)]
    [TestCase("/dav/a.txt", "<propertyupdate xmlns='DAV:'><set>", HttpStatusCode.BadRequest)]
    [TestCase("/dav/missing", "<propertyupdate xmlns='DAV:'><set><prop><x/></prop></set></propertyupdate>", HttpStatusCode.NotFound)]
    public async Task PropPatch_WhatIsNone_SaysWhy(string path, string body, HttpStatusCode expected) =>
        Assert.That(await Server.StatusAsync("PROPPATCH", path, new StringContent(body)), Is.EqualTo(expected));
}
