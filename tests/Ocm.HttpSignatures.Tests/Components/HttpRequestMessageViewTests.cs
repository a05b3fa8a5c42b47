using System.Net.Http.Headers;
using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures.Tests.Components;

public sealed class HttpRequestMessageViewTests
{
    [TestCase("https://Receiver.Example.org/ocm/shares", "https://receiver.example.org/ocm/shares")]
    [TestCase("https://receiver.example.org", "https://receiver.example.org/")]
    [TestCase("https://receiver.example.org:443/a?b=c%20d#fragment", "https://receiver.example.org/a?b=c%20d")]
    [TestCase("https://receiver.example.org:8443/a", "https://receiver.example.org:8443/a")]
    [TestCase("http://receiver.example.org:80/?", "http://receiver.example.org/?")]
    [TestCase("https://user:password@receiver.example.org/a", "https://receiver.example.org/a")]
    [TestCase("https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a")]
    [TestCase("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4")]
    [TestCase("https://receiver.example.org/a%2Fb/%7Euser/%41", "https://receiver.example.org/a%2Fb/~user/A")]
    public void TargetUri_Uri_IsAsSent(string uri, string expected)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, uri);

        Assert.That(new HttpRequestMessageView(message).TargetUri, Is.EqualTo(expected));
    }

    [TestCase("/relative")]
    [TestCase("ftp://receiver.example.org/")]
    public void Constructor_NoAbsoluteHttpUri_Throws(string uri)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(uri, UriKind.RelativeOrAbsolute));

        Assert.That(() => new HttpRequestMessageView(message), Throws.TypeOf<ArgumentException>());
        Assert.That(() => new HttpRequestMessageView(new HttpRequestMessage()), Throws.TypeOf<ArgumentException>());
        Assert.That(() => new HttpRequestMessageView(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void GetHeaderLines_RequestAndContent_AreSeen()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://receiver.example.org:8443/a");
        message.Headers.Add("Accept", ["application/json", "*/*"]);
        message.Headers.TryAddWithoutValidation("X-Odd", " a  b ");
        message.Content = new ByteArrayContent([1, 2, 3]);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var view = new HttpRequestMessageView(message);

        Assert.That(view.Method, Is.EqualTo("POST"));
        Assert.That(view.RequestTarget, Is.EqualTo("/a"));
        Assert.That(view.GetHeaderLines("accept").Combine(), Is.EqualTo("application/json, */*"));
        Assert.That(view.GetHeaderLines("content-type")[0], Is.EqualTo("application/json"));
        Assert.That(view.GetHeaderLines("content-length")[0], Is.EqualTo("3"));
        Assert.That(view.GetHeaderLines("host")[0], Is.EqualTo("receiver.example.org:8443"));
        Assert.That(view.GetHeaderLines("x-missing").Count, Is.Zero);
        Assert.That(view.GetHeaderLines("x-odd").Combine(), Is.EqualTo("a  b"));
    }

    [Test]
    public void GetHeaderLines_HostSet_IsSeen()
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "https://receiver.example.org/a");
        message.Headers.Host = "other.example.org";

        Assert.That(new HttpRequestMessageView(message).GetHeaderLines("host")[0], Is.EqualTo("other.example.org"));
    }

    [Test]
    public void GetHeaderLines_NoContentOrUnknownLength_HasNoContentLength()
    {
        using var without = new HttpRequestMessage(HttpMethod.Get, "https://receiver.example.org/a");
        using var streamed = new HttpRequestMessage(HttpMethod.Post, "https://receiver.example.org/a") { Content = new UnknownLength() };

        Assert.That(new HttpRequestMessageView(without).GetHeaderLines("content-length").Count, Is.Zero);
        Assert.That(new HttpRequestMessageView(streamed).GetHeaderLines("content-length").Count, Is.Zero);
    }

    private sealed class UnknownLength : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
