using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures.Tests.Components;

public sealed class HeaderLinesTests
{
    [Test]
    public void Count_NoField_IsZero()
    {
        foreach (var lines in new[] { default, new HeaderLines((string?)null), new HeaderLines((string[]?)null), new HeaderLines([]) })
        {
            Assert.That(lines.Count, Is.Zero);
            Assert.That(lines.Combine(), Is.Null);
            Assert.That(() => lines[0], Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void Combine_OneLine_IsTheLineWithoutWhitespaceAround()
    {
        foreach (var lines in new[] { new HeaderLines(" \ta b\t "), new HeaderLines([" \ta b\t "]) })
        {
            Assert.That(lines.Count, Is.EqualTo(1));
            Assert.That(lines[0], Is.EqualTo(" \ta b\t "));
            Assert.That(lines.Combine(), Is.EqualTo("a b"));
            Assert.That(() => lines[1], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => lines[-1], Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void Combine_SeveralLines_AreJoined()
    {
        var lines = new HeaderLines([" a ", string.Empty, "\tb"]);

        Assert.That(lines.Count, Is.EqualTo(3));
        Assert.That(lines[2], Is.EqualTo("\tb"));
        Assert.That(lines.Combine(), Is.EqualTo("a, , b"));
    }

    [Test]
    public void Combine_AbsentValue_CountsAsEmpty()
    {
        Assert.That(new HeaderLines(new string?[] { null }).Combine(), Is.Empty);
        Assert.That(new HeaderLines(new string?[] { null })[0], Is.Empty);
        Assert.That(new HeaderLines(new[] { "a", null }).Combine(), Is.EqualTo("a, "));
    }

    [Test]
    public void Combine_EmptyField_IsEmpty() => Assert.That(new HeaderLines(string.Empty).Combine(), Is.Empty);
}
