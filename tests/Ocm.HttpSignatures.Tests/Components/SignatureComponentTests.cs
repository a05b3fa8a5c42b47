using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.Components;

public sealed class SignatureComponentTests
{
    [Test]
    public void ToString_KnownComponents_AreTheirIdentifiers()
    {
        SignatureComponent[] components =
        [
            SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.Authority, SignatureComponent.Scheme,
            SignatureComponent.RequestTarget, SignatureComponent.Path, SignatureComponent.Query, SignatureComponent.ContentDigest,
            SignatureComponent.ContentLength, SignatureComponent.ContentType, SignatureComponent.Date,
            SignatureComponent.Field("X-Custom"), SignatureComponent.QueryParameter("Pet"),
        ];

        Assert.That(string.Join(' ', components.Select(component => component.ToString())), Is.EqualTo(
            "\"@method\" \"@target-uri\" \"@authority\" \"@scheme\" \"@request-target\" \"@path\" \"@query\" \"content-digest\" "
            + "\"content-length\" \"content-type\" \"date\" \"x-custom\" \"@query-param\";name=\"Pet\""));
        foreach (var component in components[..11])
        {
            Assert.That(SignatureComponent.FindCommon(component.Name), Is.SameAs(component));
        }

        Assert.That(SignatureComponent.FindCommon("x-custom"), Is.Null);
    }

    [TestCase("var", "var")]
    [TestCase("façade\": ", "fa%C3%A7ade%22%3A%20")]
    [TestCase("*-._ +&=", "*-._%20%2B%26%3D")]
    [TestCase("", "")]
    public void QueryParameter_Name_IsEncoded(string name, string encoded) =>
        Assert.That(SignatureComponent.QueryParameter(name).ToString(), Is.EqualTo($"\"@query-param\";name=\"{encoded}\""));

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("@method")]
    [TestCase("x:y")]
    [TestCase("ä")]
    public void Field_NoFieldName_Throws(string name) =>
        Assert.That(() => SignatureComponent.Field(name), Throws.TypeOf<ArgumentException>());

    [Test]
    public void Constructor_NameBeyondAscii_Throws()
    {
        Assert.That(() => new SignatureComponent("ä"), Throws.TypeOf<ArgumentException>());
        Assert.That(() => new SignatureComponent(null!), Throws.ArgumentNullException);
        Assert.That(() => SignatureComponent.Field(null!), Throws.ArgumentNullException);
    }

    [TestCase(";sf;key=\"a\"", ";key=\"a\";sf", true)]
    [TestCase(";sf", ";sf", true)]
    [TestCase(";sf", "", false)]
    [TestCase(";sf", ";bs", false)]
    [TestCase(";key=\"a\"", ";key=\"b\"", false)]
    [TestCase(";key=\"a\";sf", ";key=\"a\"", false)]
    public void Equals_Parameters_AreComparedInAnyOrder(string left, string right, bool expected)
    {
        var first = Component(left);
        var second = Component(right);

        Assert.That(first.Equals(second), Is.EqualTo(expected));
        Assert.That(first.Equals((object)second), Is.EqualTo(expected));
        Assert.That(!expected || first.GetHashCode() == second.GetHashCode(), Is.True);
        Assert.That(first.Equals(null), Is.False);
    }

    [Test]
    public void Equals_OtherName_IsFalse() => Assert.That(SignatureComponent.Method, Is.Not.EqualTo(SignatureComponent.Path));

    private static SignatureComponent Component(string parameters)
    {
        Assert.That(StructuredFieldParser.TryParseItem("1" + parameters, out var item), Is.True);
        return new SignatureComponent("x-dict", item.Parameters);
    }
}
