using System.Text;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.Components;

/// <summary>What each component contributes to the signature base (RFC 9421, sections 2.1, 2.2 and 2.5).</summary>
public sealed class SignatureBaseTests
{
    private const string Uri = "https://www.example.com/path?param=value";

    [TestCase("\"@method\"", Uri, "POST")]
    [TestCase("\"@target-uri\"", Uri, Uri)]
    [TestCase("\"@target-uri\"", "HTTPS://WWW.example.com:443", "HTTPS://WWW.example.com:443")]
    [TestCase("\"@authority\"", Uri, "www.example.com")]
    [TestCase("\"@authority\"", "https://WWW.Example.COM:443/", "www.example.com")]
    [TestCase("\"@authority\"", "HTTPS://www.example.com:443/", "www.example.com")]
    [TestCase("\"@authority\"", "https://www.example.com:80/", "www.example.com:80")]
    [TestCase("\"@authority\"", "http://www.example.com:80/", "www.example.com")]
    [TestCase("\"@authority\"", "http://www.example.com:443/", "www.example.com:443")]
    [TestCase("\"@authority\"", "http://www.example.com:8080?a", "www.example.com:8080")]
    [TestCase("\"@authority\"", "https://www.example.com:/", "www.example.com")]
    [TestCase("\"@authority\"", "https://[2001:DB8::443]/", "[2001:db8::443]")]
    [TestCase("\"@authority\"", "https://[2001:DB8::1]:443/", "[2001:db8::1]")]
    [TestCase("\"@authority\"", "ws://www.example.com:80/", "www.example.com:80")]
    [TestCase("\"@scheme\"", "HTTPS://www.example.com/", "https")]
    [TestCase("\"@scheme\"", "http://www.example.com/", "http")]
    [TestCase("\"@request-target\"", Uri, "/path?param=value")]
    [TestCase("\"@request-target\"", "https://www.example.com", "/")]
    [TestCase("\"@request-target\"", "https://www.example.com?a", "/?a")]
    [TestCase("\"@path\"", Uri, "/path")]
    [TestCase("\"@path\"", "https://www.example.com", "/")]
    [TestCase("\"@path\"", "https://www.example.com?a", "/")]
    [TestCase("\"@path\"", "https://www.example.com/a/../b//%7Ec%2f?d", "/a/../b//%7Ec%2f")]
    [TestCase("\"@query\"", Uri, "?param=value")]
    [TestCase("\"@query\"", "https://www.example.com/path?param=value&foo=bar&baz=bat%2Dman", "?param=value&foo=bar&baz=bat%2Dman")]
    [TestCase("\"@query\"", "https://www.example.com/path?queryString", "?queryString")]
    [TestCase("\"@query\"", "https://www.example.com/path", "?")]
    [TestCase("\"@query\"", "https://www.example.com/path?", "?")]
    [TestCase("\"@query\"", "https://www.example.com/path?a?b", "?a?b")]
    [TestCase("\"@query-param\";name=\"baz\"", "https://www.example.com/path?param=value&foo=bar&baz=batman&qux=", "batman")]
    [TestCase("\"@query-param\";name=\"qux\"", "https://www.example.com/path?param=value&foo=bar&baz=batman&qux=", "")]
    [TestCase("\"@query-param\";name=\"qux\"", "https://www.example.com/path?qux", "")]
    [TestCase("\"@query-param\";name=\"\"", "https://www.example.com/path?=x&&", "x")]
    [TestCase("\"@query-param\";name=\"a\"", "https://www.example.com/path?a=b=c", "b%3Dc")]
    [TestCase("\"@query-param\";name=\"a\"", "https://www.example.com/path?a=%zz%4&A=1", "%25zz%254")]
    [TestCase("\"@query-param\";name=\"a\"", "https://www.example.com/path?%61=x", "x")]
    [TestCase("\"@query-param\";name=\"var\"", "https://www.example.com/p?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace", "this%20is%20a%20big%0Amultiline%20value")]
    [TestCase("\"@query-param\";name=\"bar\"", "https://www.example.com/p?var=x&bar=with+plus+whitespace", "with%20plus%20whitespace")]
    [TestCase("\"@query-param\";name=\"fa%C3%A7ade%22%3A%20\"", "https://www.example.com/p?fa%C3%A7ade%22%3A%20=something", "something")]
    [TestCase("\"@query-param\";name=\"a\"", "https://www.example.com/p?a=%e2%82%ac*-._~", "%E2%82%AC*-._%7E")]
    public void AppendComponents_DerivedComponent_HasItsValue(string identifier, string uri, string expected) =>
        Assert.That(Line(identifier, new RequestStub("POST", uri)), Is.EqualTo($"{identifier}: {expected}\n"));

    [TestCase("https://www.example.com/path?param=value")]
    [TestCase("www.example.com:80")]
    [TestCase("*")]
    public void AppendComponents_OtherRequestTarget_IsTakenAsItIs(string target) =>
        Assert.That(Line("\"@request-target\"", new RequestStub("OPTIONS", Uri) { OwnRequestTarget = target }), Is.EqualTo($"\"@request-target\": {target}\n"));

    [TestCase("\"@query-param\";name=\"a\"", "https://e.example/?b=1", SignatureFailure.MissingComponent)]
    [TestCase("\"@query-param\";name=\"a\"", "https://e.example/", SignatureFailure.MissingComponent)]
    [TestCase("\"@query-param\";name=\"\"", "https://e.example/?", SignatureFailure.MissingComponent)]
    [TestCase("\"@query-param\";name=\"a\"", "https://e.example/?a=1&a=1", SignatureFailure.MissingComponent)]
    [TestCase("\"@query-param\";name=\"a\"", "https://e.example/?a=1&%61=2", SignatureFailure.MissingComponent)]
    [TestCase("\"@query-param\";name=\"a b\"", "https://e.example/?a%20b=1", SignatureFailure.MissingComponent)]
    [TestCase("\"@query-param\";name=\"a\"", "https://e.example/?a=%ff", SignatureFailure.InvalidComponent)]
    [TestCase("\"@query-param\";name=\"a\"", "https://e.example/?a=1&%ff=2", SignatureFailure.InvalidComponent)]
    [TestCase("\"@query-param\"", "https://e.example/?a=1", SignatureFailure.UnknownComponent)]
    [TestCase("\"@query-param\";name=a", "https://e.example/?a=1", SignatureFailure.UnknownComponent)]
    [TestCase("\"@query-param\";name=\"a\";req", "https://e.example/?a=1", SignatureFailure.UnknownComponent)]
    [TestCase("\"@query-params\";name=\"a\"", "https://e.example/?a=1", SignatureFailure.UnknownComponent)]
    [TestCase("\"@method\";req", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"@method\";x", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"@path\";sf", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"@status\"", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"@signature-params\"", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"@Method\"", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"@\"", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"\"", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"Date\"", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"x y\"", Uri, SignatureFailure.UnknownComponent)]
    [TestCase("\"@target-uri\"", "", SignatureFailure.MissingComponent)]
    [TestCase("\"@target-uri\"", "https://e.example/ä", SignatureFailure.InvalidComponent)]
    [TestCase("\"@target-uri\"", "https://e.example/a\tb", SignatureFailure.InvalidComponent)]
    [TestCase("\"@authority\"", "https://\u212a.example/", SignatureFailure.InvalidComponent)]
    [TestCase("\"@authority\"", "e.example/", SignatureFailure.InvalidComponent)]
    [TestCase("\"@authority\"", "://e.example/", SignatureFailure.InvalidComponent)]
    [TestCase("\"@authority\"", "https:///path", SignatureFailure.InvalidComponent)]
    [TestCase("\"@authority\"", "https://user@e.example/", SignatureFailure.InvalidComponent)]
    [TestCase("\"@path\"", "https://e.example/a#b", SignatureFailure.InvalidComponent)]
    [TestCase("\"@path\"", "https://e.example/ä", SignatureFailure.InvalidComponent)]
    [TestCase("\"@query\"", "https://e.example/?ä", SignatureFailure.InvalidComponent)]
    [TestCase("\"@request-target\"", "/path", SignatureFailure.MissingComponent)]
    public void AppendComponents_DerivedComponentWithoutValue_Fails(string identifier, string uri, SignatureFailure expected) =>
        Assert.That(Failure(identifier, new RequestStub("POST", uri)), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("PO\nST")]
    [TestCase("PÖST")]
    public void AppendComponents_UnusableMethod_Fails(string method) =>
        Assert.That(Failure("\"@method\"", new RequestStub(method)), Is.Not.EqualTo(SignatureFailure.None));

    [TestCase("www.example.com", "www.example.com")]
    [TestCase("  Leading and trailing whitespace. \t ", "Leading and trailing whitespace.")]
    [TestCase("a  b\tc", "a  b\tc")]
    [TestCase("", "")]
    [TestCase(" \t ", "")]
    [TestCase("Obsolete\r\n    line folding.", "Obsolete line folding.")]
    [TestCase("Obsolete \t \r\n\t line\r\n folding.", "Obsolete line folding.")]
    [TestCase("a\r\n \r\n b", "a b")]
    [TestCase("\r\n a", "a")]
    [TestCase("a=1,    b=2;x=1;y=2,   c=(a   b   c)", "a=1,    b=2;x=1;y=2,   c=(a   b   c)")]
    public void AppendComponents_Field_HasItsValue(string line, string expected) =>
        Assert.That(Line("\"x-field\"", new RequestStub().With("X-Field", line)), Is.EqualTo($"\"x-field\": {expected}\n"));

    [Test]
    public void AppendComponents_FieldOnSeveralLines_IsJoined() =>
        Assert.That(
            Line("\"cache-control\"", new RequestStub().With("Cache-Control", "max-age=60", "   must-revalidate", string.Empty)),
            Is.EqualTo("\"cache-control\": max-age=60, must-revalidate, \n"));

    [TestCase("ü")]
    [TestCase("a\u00a0b")]
    [TestCase("a\u0000b")]
    [TestCase("a\u007fb")]
    [TestCase("a\nb")]
    [TestCase("a\n b")]
    [TestCase("a\rb")]
    [TestCase("a\r\nb")]
    [TestCase("a\r\n")]
    [TestCase("a\r\n ")]
    [TestCase("a\n\"@method\": GET")]
    [TestCase("a\r\n\r\n b")]
    [TestCase("\u00a0a")]
    [TestCase("a\u000bb")]
    public void AppendComponents_FieldThatCannotStandInTheBase_Fails(string line)
    {
        foreach (var parameter in new[] { string.Empty, ";key=\"a\"", ";sf" })
        {
            Assert.That(Failure("\"priority\"" + parameter, new RequestStub().With("Priority", line)), Is.EqualTo(SignatureFailure.InvalidComponent));
        }
    }

    [Test]
    public void AppendComponents_FieldNotInTheRequest_Fails()
    {
        foreach (var parameter in new[] { string.Empty, ";key=\"a\"", ";sf", ";bs" })
        {
            Assert.That(Failure("\"priority\"" + parameter, new RequestStub()), Is.EqualTo(SignatureFailure.MissingComponent));
        }
    }

    [TestCase("a=1, b=2;x=1;y=2, c=(a b c)", "a=1,    b=2;x=1;y=2,   c=(a   b   c)")]
    [TestCase("a=3, b=2", "a=1", "b=2", "a=3")]
    [TestCase("", "")]
    public void AppendComponents_DictionaryField_IsSerialized(string expected, params string[] lines) =>
        Assert.That(Line("\"priority\";sf", new RequestStub().With("Priority", lines)), Is.EqualTo($"\"priority\";sf: {expected}\n"));

    [Test]
    public void AppendComponents_ListAndItemField_AreSerialized()
    {
        var request = new RequestStub().With("Accept-CH", "a,b ;x".Replace(" ;", ";", StringComparison.Ordinal), "c").With("Client-Cert", " :AAA: ");

        Assert.That(Line("\"accept-ch\";sf", request), Is.EqualTo("\"accept-ch\";sf: a, b;x, c\n"));
        Assert.That(Line("\"client-cert\";sf", request), Is.EqualTo("\"client-cert\";sf: :AAA=:\n"));
    }

    [TestCase("\"accept-ch\";sf", "(", SignatureFailure.InvalidComponent)]
    [TestCase("\"client-cert\";sf", "a, b", SignatureFailure.InvalidComponent)]
    [TestCase("\"priority\";sf", "A=1", SignatureFailure.InvalidComponent)]
    [TestCase("\"x-unknown\";sf", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";bs;sf", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";bs;key=\"a\"", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";key=a", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";key", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";bs=?0", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";sf=1", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";tr", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";req", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";x", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-unknown\";name=\"a\"", "a", SignatureFailure.UnknownComponent)]
    [TestCase("\"x-dict\";key=\"c\"", "a=1, b=2", SignatureFailure.MissingComponent)]
    [TestCase("\"x-dict\";key=\"A\"", "a=1", SignatureFailure.MissingComponent)]
    [TestCase("\"x-dict\";key=\"a\"", "a=", SignatureFailure.InvalidComponent)]
    public void AppendComponents_FieldWithParameters_FailsWhereTheyDoNotApply(string identifier, string value, SignatureFailure expected)
    {
        Assert.That(StructuredFieldParser.TryParseItem(identifier, out var item), Is.True);
        item.Value.TryGetString(out var name);
        Assert.That(Failure(identifier, new RequestStub().With(name, value)), Is.EqualTo(expected));
    }

    [TestCase("a", "1")]
    [TestCase("d", "?1")]
    [TestCase("b", "2;x=1;y=2")]
    [TestCase("c", "(a b c)")]
    public void AppendComponents_DictionaryMember_IsSerialized(string key, string expected)
    {
        var request = new RequestStub().With("Example-Dict", " a=1, b=2;x=1;y=2", "c=(a   b    c), d");

        Assert.That(Line($"\"example-dict\";key=\"{key}\"", request), Is.EqualTo($"\"example-dict\";key=\"{key}\": {expected}\n"));
        Assert.That(Line($"\"example-dict\";sf;key=\"{key}\"", request), Is.EqualTo($"\"example-dict\";sf;key=\"{key}\": {expected}\n"));
    }

    [TestCase(":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:", "value, with, lots", "of, commas")]
    [TestCase(":dmFsdWUsIHdpdGgsIGxvdHMsIG9mLCBjb21tYXM=:", "value, with, lots, of, commas")]
    [TestCase(":YQ==:, ::", " a\t", "")]
    [TestCase(":YSBi:", "a\r\n  b")]
    public void AppendComponents_BytesOfField_AreWrapped(string expected, params string[] lines) =>
        Assert.That(Line("\"example-header\";bs", new RequestStub().With("Example-Header", lines)), Is.EqualTo($"\"example-header\";bs: {expected}\n"));

    [Test]
    public void AppendComponents_BytesBeyondAscii_AreRefused() =>
        Assert.That(Failure("\"example-header\";bs", new RequestStub().With("Example-Header", "ü")), Is.EqualTo(SignatureFailure.InvalidComponent));

    [Test]
    public void AppendComponents_ComponentTwice_Fails()
    {
        var request = new RequestStub().With("x", "a=1");

        Assert.That(Failure("\"@method\" \"x\" \"@method\"", request), Is.EqualTo(SignatureFailure.DuplicateComponent));
        Assert.That(Failure("\"x\";sf;key=\"a\" \"x\";key=\"a\";sf", request), Is.EqualTo(SignatureFailure.DuplicateComponent));
        Assert.That(Failure("\"x\";key=\"a\" \"x\" \"x\";bs", request), Is.EqualTo(SignatureFailure.None));
    }

    [Test]
    public void AppendComponents_Failure_NamesTheComponent()
    {
        using var signatureBase = new SignatureBase();
        var missing = SignatureComponent.Field("x-missing");

        signatureBase.AppendComponents(new RequestStub(), [SignatureComponent.Method, missing], out var culprit);

        Assert.That(culprit, Is.SameAs(missing));
    }

    [Test]
    public void AppendComponents_LongValues_GrowToTheLimit()
    {
        var request = new RequestStub().With("a", new string('x', 5000)).With("b", new string('y', SignatureLimits.MaxSignatureBaseLength - 5100));
        Assert.That(Line("\"a\" \"b\"", request), Has.Length.GreaterThan(SignatureLimits.MaxSignatureBaseLength - 200).And.Contain("xx\n\"b\": yy"));

        Assert.That(Failure("\"a\" \"b\" \"c\"", request.With("c", new string('z', 100))), Is.EqualTo(SignatureFailure.TooLarge));
        Assert.That(Failure("\"a\"", request.With("a", new string('x', SignatureLimits.MaxSignatureBaseLength + 1))), Is.EqualTo(SignatureFailure.TooLarge));
    }

    private static string Line(string identifiers, RequestStub request)
    {
        using var signatureBase = new SignatureBase();
        var failure = signatureBase.AppendComponents(request, Components(identifiers), out var culprit);
        Assert.That(failure, Is.EqualTo(SignatureFailure.None));
        Assert.That(culprit, Is.Null);
        return Encoding.ASCII.GetString(signatureBase.Written);
    }

    private static SignatureFailure Failure(string identifiers, RequestStub request)
    {
        using var signatureBase = new SignatureBase();
        return signatureBase.AppendComponents(request, Components(identifiers), out _);
    }

    private static SignatureComponent[] Components(string identifiers)
    {
        Assert.That(StructuredFieldParser.TryParseList($"({identifiers})", out var list), Is.True);
        return [.. list!.Members[0].InnerList!.Items.Select(item => new SignatureComponent(item.Value.TryGetString(out var name) ? name : "?", item.Parameters))];
    }
}
