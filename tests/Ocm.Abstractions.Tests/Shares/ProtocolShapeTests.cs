using System.Text.Json;
using Ocm.Serialization;

namespace Ocm.Shares;

public sealed class ProtocolShapeTests
{
    [Test]
    [Property("Requirement", "SHARE-11")]
    public void Read_NameAndOptions_OffersTheNamedProtocol()
    {
        var protocol = Read(Examples.LegacyProtocol);
        Assert.That(protocol.Offered(), Is.EqualTo(new[] { ProtocolName.WebDav }));
        Assert.That(protocol.WebDav, Is.Null);
        Assert.That(protocol.OptionsSecret?.Reveal(), Is.EqualTo("hfiuhworzwnur98d3wjiwhr"));
        Assert.That(protocol.MustExchangeToken, Is.False);
    }

    [Test]
    [Property("Requirement", "SHARE-11")]
    public void Read_NameAndObjectNamedAfterIt_OffersIt()
    {
        var protocol = Read("""{"name": "webdav", "webdav": {"uri": "7c08", "sharedSecret": "s"}}""");
        Assert.That(protocol.Offered(), Is.EqualTo(new[] { ProtocolName.WebDav }));
        Assert.That(protocol.WebDav!.Uri, Is.EqualTo("7c08"));
        Assert.That(protocol.OptionsSecret, Is.Null);
    }

    [TestCase("\"name\": \"multi\",")]
    [TestCase("\"name\": \"multi\", \"options\": {},")]
    [TestCase("")]
    [Property("Requirement", "SHARE-11")]
    [Property("Requirement", "SHARE-12")]
    public void Read_Multi_OffersEachObject(string name)
    {
        var protocol = Read($$"""{ {{name}} "webdav": {"uri": "x", "sharedSecret": "s"}, "ssh": {"uri": "u@h.example:/x"}, "x-vendor": 1, "embedded": "text"}""");
        Assert.That(
            protocol.Offered(),
            Is.EqualTo(new[] { ProtocolName.WebDav, ProtocolName.Ssh, ProtocolName.Embedded, new ProtocolName("x-vendor") }));
    }

    [Test]
    [Property("Requirement", "SHARE-11")]
    public void Read_OptionsBesideTheObject_OffersTheProtocolOnce()
    {
        var protocol = Read("""{"name": "webdav", "options": {"sharedSecret": "old"}, "webdav": {"uri": "x", "sharedSecret": "new"}}""");
        Assert.That(protocol.Offered(), Is.EqualTo(new[] { ProtocolName.WebDav }));
        Assert.That(protocol.WebDav!.SharedSecret.Reveal(), Is.EqualTo("new"));
        Assert.That(protocol.OptionsSecret!.Reveal(), Is.EqualTo("old"));
    }

    [TestCase("{}", "protocol.name")]
    [TestCase("""{"name": "multi"}""", "protocol.name")]
    [TestCase("""{"name": "multi", "options": {"sharedSecret": "s"}}""", "protocol.name")]
    [TestCase("""{"name": ""}""", "protocol.name")]
    [TestCase("""{"name": 1, "webdav": {"uri": "x", "sharedSecret": "s"}}""", "protocol.name")]
    [TestCase("""{"name": null, "webdav": {"uri": "x", "sharedSecret": "s"}}""", "protocol.name")]
    [TestCase("""{"name": "name"}""", "protocol.name")]
    [TestCase("""{"name": "options", "options": {"sharedSecret": "s"}}""", "protocol.name")]
    [TestCase("""{"name": "webdav"}""", "protocol.options")]
    [TestCase("""{"name": "webdav", "options": []}""", "protocol.options")]
    [TestCase("""{"name": "webdav", "options": null}""", "protocol.options")]
    [TestCase("""{"name": "webdav", "options": {}}""", "protocol.options.sharedSecret")]
    [TestCase("""{"name": "webdav", "options": {"sharedSecret": ""}}""", "protocol.options.sharedSecret")]
    [TestCase("""{"name": "x-vendor"}""", "protocol.options")]
    [TestCase("""{"name": "multi", "webdav": []}""", "protocol.webdav")]
    [TestCase("""{"name": "multi", "webdav": null}""", "protocol.webdav")]
    [TestCase("""{"name": "multi", "embedded": null}""", "protocol.embedded")]
    [Property("Requirement", "SHARE-11")]
    public void Read_NoneOfTheShapes_NamesTheField(string protocol, string field) =>
        Assert.That(Message.Share.BadFields(Examples.Share(protocol)), Is.EqualTo(new[] { field }));

    [TestCase("""{"name": "x-vendor", "options": {"any": 1}}""")]
    [TestCase("""{"name": "x-vendor", "x-vendor": "any JSON"}""")]
    [TestCase("""{"name": "multi", "x-vendor": null}""")]
    [Property("Requirement", "SHARE-30")]
    public void Read_VendorsOwnProtocol_IsTaken(string protocol) => Assert.That(Message.Share.BadFields(Examples.Share(protocol)), Is.Empty);

    [Test]
    [Property("Requirement", "SHARE-13")]
    public void Read_WebDavWithTheRequiredFieldsAlone_IsTaken()
    {
        var webdav = Read("""{"webdav": {"uri": "x", "sharedSecret": "s"}}""").WebDav!;
        Assert.That(webdav.AccessTypes, Is.Null);
        Assert.That(webdav.Permissions, Is.Null);
        Assert.That(webdav.Requirements, Is.Null);
        Assert.That(webdav.Size, Is.Null);
    }

    [Test]
    [Property("Requirement", "SHARE-13")]
    public void Read_WebDavWithEverything_KeepsIt()
    {
        var webdav = Read("""
            {"webdav": {"uri": "x", "sharedSecret": "s", "accessTypes": ["remote", "datatx"], "permissions": ["read", "write", "share"],
              "requirements": ["must-exchange-token", "must-use-mfa"], "size": 9007199254740993}}
            """).WebDav!;
        Assert.That(webdav.AccessTypes, Is.EqualTo(new[] { AccessType.Remote, AccessType.DataTransfer }));
        Assert.That(webdav.Permissions, Is.EqualTo(new[] { Permission.Read, Permission.Write, Permission.Share }));
        Assert.That(webdav.Requirements, Is.EqualTo(new[] { Requirement.MustExchangeToken, Requirement.MustUseMfa }));
        Assert.That(webdav.Size, Is.EqualTo(9_007_199_254_740_993));
    }

    [TestCase("7c084226-d9a1-11e6-bf26-cec0c932ce01")]
    [TestCase("https://cloud.example.org/remote/dav/ocm/7c084226")]
    [TestCase("/remote/dav/ocm/7c084226")]
    [TestCase("a b/ü?x#y")]
    [Property("Requirement", "SHARE-15")]
    public void Read_WebDavUriRelativeOrAbsolute_StaysAsItIs(string uri) =>
        Assert.That(Read($$$"""{"webdav": {"uri": {{{JsonSerializer.Serialize(uri)}}}, "sharedSecret": "s"}}""").WebDav!.Uri, Is.EqualTo(uri));

    [TestCase("apps.example.org/x", TestName = "{m}(no scheme)")]
    [TestCase("/x", TestName = "{m}(a path)")]
    [TestCase("//apps.example.org/x", TestName = "{m}(no scheme but a host)")]
    [TestCase("https:///x", TestName = "{m}(no host)")]
    [TestCase("https:x", TestName = "{m}(no authority)")]
    [TestCase("ftp://apps.example.org/x", TestName = "{m}(ftp)")]
    [TestCase("javascript:alert(1)", TestName = "{m}(javascript)")]
    [TestCase("data:text/html,x", TestName = "{m}(data)")]
    [TestCase("file:///etc/passwd", TestName = "{m}(file)")]
    [TestCase("https://user:password@apps.example.org/x", TestName = "{m}(user info)")]
    [TestCase(" https://apps.example.org/x", TestName = "{m}(leading space)")]
    [TestCase("https://apps.example.org/a b", TestName = "{m}(space)")]
    [TestCase("https:\\\\apps.example.org\\x", TestName = "{m}(backslashes)")]
    [Property("Requirement", "SHARE-17")]
    public void Read_WebAppUriThatIsNoWebAddress_IsNamed(string uri) =>
        Assert.That(Message.Share.BadFields(WebApp(uri: uri)), Is.EqualTo(new[] { "protocol.webapp.uri" }));

    [TestCase("""["must-use-mfa"]""")]
    [TestCase("""["x-unknown"]""")]
    [TestCase("[]")]
    [Property("Requirement", "SHARE-17")]
    public void Read_WebAppWithoutMustExchangeToken_IsNamed(string requirements) =>
        Assert.That(Message.Share.BadFields(WebApp(requirements: requirements)), Is.EqualTo(new[] { "protocol.webapp.requirements" }));

    [Test]
    [Property("Requirement", "SHARE-17")]
    public void Read_WebAppWithTheRequiredFieldsAlone_IsTaken() => Assert.That(Message.Share.BadFields(WebApp()), Is.Empty);

    [TestCase("""["must-exchange-token", "must-use-mfa"]""", """["must-use-mfa", "must-exchange-token"]""", true)]
    [TestCase("""["must-exchange-token"]""", """["must-exchange-token"]""", true)]
    [TestCase("""["must-exchange-token"]""", """["must-exchange-token", "must-exchange-token"]""", true)]
    [TestCase("""["must-exchange-token"]""", """["must-exchange-token", "must-use-mfa"]""", false)]
    [TestCase("""["must-exchange-token", "must-use-mfa"]""", """["must-exchange-token"]""", false)]
    [TestCase(null, """["must-exchange-token"]""", false)]
    [Property("Requirement", "SHARE-19")]
    public void Read_RequirementsOfSeveralProtocols_MustAgreeWhateverTheirOrder(string? webdav, string webapp, bool agree)
    {
        var ofWebDav = webdav is null ? string.Empty : $", \"requirements\": {webdav}";
        var json = Examples.Share($$$"""
            {"webdav": {"uri": "x", "sharedSecret": "s"{{{ofWebDav}}}}, "ssh": {"uri": "u@h.example:/x"}, "embedded": {},
             "webapp": {"uri": "https://a.example/", "targets": ["blank"], "permissions": ["view"], "requirements": {{{webapp}}}, "sharedSecret": "s"}}
            """);
        Assert.That(Message.Share.BadFields(json), Is.EqualTo(agree ? Array.Empty<string>() : ["protocol.webapp.requirements"]));
    }

    [Test]
    [Property("Requirement", "SHARE-19")]
    public void Requirements_AreThoseOfWhicheverProtocolDefinesThem()
    {
        Assert.That(Read("""{"webdav": {"uri": "x", "sharedSecret": "s", "requirements": ["must-use-mfa"]}}""").Requirements, Is.EqualTo(new[] { Requirement.MustUseMfa }));
        Assert.That(Read("""{"ssh": {"uri": "u@h.example:/x"}}""").Requirements, Is.Empty);
        Assert.That(OcmJson.Read<ShareCreationNotification>(Examples.Utf8(WebApp())).Value!.Protocol.MustExchangeToken, Is.True);
    }

    [Test]
    [Property("Requirement", "SHARE-31")]
    public void Read_EmptyRequirements_AreNamed() => Assert.That(
        Message.Share.BadFields(Examples.Share("""{"webdav": {"uri": "x", "sharedSecret": "s", "requirements": []}}""")),
        Is.EqualTo(new[] { "protocol.webdav.requirements" }));

    [Test]
    [Property("Requirement", "SHARE-31")]
    public void Read_UnknownRequirement_IsKeptForTheReceiverToRefuse() => Assert.That(
        Read("""{"webdav": {"uri": "x", "sharedSecret": "s", "requirements": ["x-eyes-only"]}}""").Requirements,
        Is.EqualTo(new[] { new Requirement("x-eyes-only") }));

    [TestCase("""{"a": 1}""", true)]
    [TestCase("""{}""", true)]
    [TestCase("""[]""", false)]
    [TestCase("\"{}\"", false)]
    [TestCase("1", false)]
    [Property("Requirement", "EMB-01")]
    [Property("Requirement", "EMB-02")]
    public void Read_EmbeddedValue_IsAnyJsonButForAnRoCrateAnObject(string value, bool isObject)
    {
        Assert.That(Message.Share.BadFields(Examples.Share($$"""{"embedded": {{value}}}""", "x-anything")), Is.Empty);
        Assert.That(
            Message.Share.BadFields(Examples.Share($$"""{"embedded": {{value}}}""", "ro-crate")),
            Is.EqualTo(isObject ? Array.Empty<string>() : ["protocol.embedded"]));
    }

    [Test]
    public void OptionsSecret_WhateverOptionsHolds_DoesNotThrow()
    {
        foreach (var options in new[] { "null", "1", "[]", "{}", """{"sharedSecret": 1}""", """{"sharedSecret": ""}""", """{"sharedSecret": "\ud800"}""" })
        {
            using var document = JsonDocument.Parse(options);
            Assert.That(new ShareProtocols { Options = document.RootElement }.OptionsSecret, Is.Null, options);
        }

        Assert.That(new ShareProtocols().OptionsSecret, Is.Null);
    }

    [Test]
    [Property("Requirement", "SHARE-14")]
    public void ToString_NamesRegisteredProtocolsOnly() => Assert.That(
        Read("""{"webdav": {"uri": "x", "sharedSecret": "s"}, "evil\r\nname": 1}""").ToString(),
        Is.EqualTo("ShareProtocols { webdav }"));

    private static ShareProtocols Read(string protocol)
    {
        var result = OcmJson.Read<ShareCreationNotification>(Examples.Utf8(Examples.Share(protocol)));
        Assert.That(result.IsSuccess, Is.True, string.Join(", ", result.Failure?.ValidationErrors ?? []));
        return result.Value!.Protocol;
    }

    private static string WebApp(string uri = "https://apps.example.org/x", string requirements = "[\"must-exchange-token\"]") => Examples.Share($$$"""
        {"webapp": {"uri": {{{JsonSerializer.Serialize(uri)}}}, "targets": ["blank"], "permissions": ["view"], "requirements": {{{requirements}}}, "sharedSecret": "s"}}
        """);
}
