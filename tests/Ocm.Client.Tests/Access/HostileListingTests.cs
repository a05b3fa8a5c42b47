using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Access;
using Ocm.Client.Tests.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Access;

/// <summary>Answers to PROPFIND that are wrong, huge or meant to harm: always a failure, never an exception, bounded in memory.</summary>
public sealed class HostileListingTests
{
    private const string Ok = "<d:status>HTTP/1.1 200 OK</d:status>";

    public static IEnumerable<TestCaseData<string>> NotAMultiStatus()
    {
        (string Name, string Body)[] cases =
        [
            ("Empty", ""),
            ("Blank", "  \n "),
            ("PlainText", "not xml"),
            ("Html", "<!DOCTYPE html><html><body>Hello</body></html>"),
            ("Json", """{"a":1}"""),
            ("OtherRoot", "<d:prop xmlns:d=\"DAV:\"/>"),
            ("OtherNamespace", "<multistatus xmlns=\"urn:x\"/>"),
            ("NoNamespace", "<multistatus/>"),
            ("Dtd", "<!DOCTYPE d:multistatus []><d:multistatus xmlns:d=\"DAV:\"/>"),
            ("InternalEntity", """<!DOCTYPE m [<!ENTITY a "aaaa">]><m>&a;</m>"""),
            ("ExternalEntity", """<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><d:multistatus xmlns:d="DAV:">&a;</d:multistatus>"""),
            ("ExternalDtd", """<!DOCTYPE m SYSTEM "http://evil.test/x.dtd"><d:multistatus xmlns:d="DAV:"/>"""),
            ("ParameterEntity", """<!DOCTYPE m [<!ENTITY % p SYSTEM "http://evil.test/x"> %p;]><d:multistatus xmlns:d="DAV:"/>"""),
            ("BillionLaughs", Laughs()),
            ("UnknownEntity", Wrap("&nope;")),
            ("Unclosed", "<d:multistatus xmlns:d=\"DAV:\"><d:response><d:href>/dav"),
            ("WrongEndTag", Wrap("<d:response></d:href>")),
            ("TwoRoots", SendingServer.MultiStatus(SendingServer.Entry(SendingServer.Root, isFolder: true)) + "<x/>"),
            ("TextAfterTheRoot", SendingServer.MultiStatus(SendingServer.Entry(SendingServer.Root, isFolder: true)) + "x"),
            ("ControlCharacter", Wrap("<d:response><d:href>/a\u0001</d:href></d:response>")),
            ("EscapedNul", Wrap("<d:response><d:href>/a&#0;</d:href></d:response>")),
            ("UnboundPrefix", "<d:multistatus xmlns:d=\"DAV:\"><z:response/></d:multistatus>"),
            ("AttributeTwice", Wrap("<d:response a=\"1\" a=\"2\"/>")),
            ("UnknownEncoding", "<?xml version=\"1.0\" encoding=\"utf-7\"?><d:multistatus xmlns:d=\"DAV:\"/>"),
            ("NonsenseEncoding", "<?xml version=\"1.0\" encoding=\"no-such\"?><d:multistatus xmlns:d=\"DAV:\"/>"),
            ("WrongEncoding", "<?xml version=\"1.0\" encoding=\"utf-16\"?><d:multistatus xmlns:d=\"DAV:\"/>"),
            ("Xml11", "<?xml version=\"1.1\"?><d:multistatus xmlns:d=\"DAV:\"/>"),
            ("NoResponses", SendingServer.MultiStatus()),
            ("OnlyOthers", SendingServer.MultiStatus(SendingServer.Entry("/elsewhere/"))),
            ("ResponseWithoutHref", Wrap($"<d:response><d:propstat><d:prop/>{Ok}</d:propstat></d:response>")),
            ("ResponseTooDeep", Wrap($"<d:x>{SendingServer.Entry(SendingServer.Root, isFolder: true)}</d:x>")),
            ("HrefWithElements", Wrap($"<d:response><d:href><b>{SendingServer.Root}</b></d:href></d:response>")),
            ("HrefOver8K", Wrap($"<d:response><d:href>{SendingServer.Root}/{new string('a', 10_000)}</d:href></d:response>")),
        ];
        return cases.Select(c => new TestCaseData<string>(c.Body).SetArgDisplayNames(c.Name));
    }

    [TestCaseSource(nameof(NotAMultiStatus))]
    public async Task List_NotAMultiStatus_InvalidResponse(string body)
    {
        var failure = (await ListAsync(c => SendingServer.MultiStatusAsync(c, body))).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.ToString(), Does.Not.Contain("evil").And.Not.Contain("passwd"));
    }

    [TestCaseSource(nameof(NotAMultiStatus))]
    public async Task Stat_NotAMultiStatus_InvalidResponse(string body)
    {
        var result = await RunAsync(r => r.StatAsync().AsTask(), c => SendingServer.MultiStatusAsync(c, body));

        Assert.That(result.MustFail().Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task List_BytesThatAreNoUtf8_InvalidResponse()
    {
        var result = await ListAsync(async c =>
        {
            c.Response.StatusCode = 207;
            await c.Response.Body.WriteAsync(new byte[] { (byte)'<', 0xff, 0xfe, 0x80, (byte)'>' });
        });

        Assert.That(result.MustFail().Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task List_RandomBytes_NeverThrows()
    {
        const int Seed = 20260901;
        TestContext.Out.WriteLine($"seed {Seed}");
        var state = (uint)Seed;
        var valid = Encoding.UTF8.GetBytes(SendingServer.MultiStatus(
            SendingServer.Entry(SendingServer.Root, isFolder: true), SendingServer.Entry(SendingServer.Root + "/a")));
        await using var sender = await SendingServer.StartAsync();
        var body = valid;
        sender.Dav = async c =>
        {
            c.Response.StatusCode = 207;
            await c.Response.Body.WriteAsync(body);
            return true;
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        var invalid = 0;
        for (var round = 0; round < 300; round++)
        {
            body = [.. valid];
            for (var i = 0; i < 3; i++)
            {
                state = (state * 1664525) + 1013904223;
                body[state % (uint)body.Length] = (byte)(state >> 24);
            }

            var result = await resource.ListAsync();
            invalid += result.Failure is { Kind: OcmFailureKind.InvalidResponse } ? 1 : 0;
            Assert.That(result.Failure?.Kind, Is.AnyOf(
                null, OcmFailureKind.InvalidResponse, OcmFailureKind.Invalid, OcmFailureKind.NotFound, OcmFailureKind.PeerFailure, OcmFailureKind.NotSupported));
        }

        Assert.That(invalid, Is.GreaterThan(100));
    }

    [Test]
    public async Task List_NestedTooDeep_InvalidResponse()
    {
        var failure = (await ListAsync(
            c => SendingServer.MultiStatusAsync(c, Wrap(string.Concat(Enumerable.Repeat("<a>", 200_000)))))).MustFail();

        Assert.That(failure.Message, Does.Contain(nameof(OcmAccessOptions.MaxListingDepth)));
    }

    [Test]
    public async Task List_MoreEntriesThanTheLimit_InvalidResponse()
    {
        var body = SendingServer.MultiStatus(
            [SendingServer.Entry(SendingServer.Root, isFolder: true), .. Enumerable.Range(0, 11).Select(i =>
                SendingServer.Entry(string.Create(CultureInfo.InvariantCulture, $"{SendingServer.Root}/{i}")))]);

        var within = await ListAsync(c => SendingServer.MultiStatusAsync(c, body), o => o.MaxListingEntries = 11);
        var over = await ListAsync(c => SendingServer.MultiStatusAsync(c, body), o => o.MaxListingEntries = 10);

        Assert.That(within.Must().Entries, Has.Count.EqualTo(11));
        Assert.That(over.MustFail().Message, Does.Contain(nameof(OcmAccessOptions.MaxListingEntries)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task List_MoreBytesThanTheLimit_InvalidResponse(bool inOneText)
    {
        var piece = inOneText ? new string('a', 4096) : "<x y=\"z\">text</x>";

        // Endless: the test ends only where the reading does.
        var failure = (await ListAsync(
            async c =>
            {
                c.Response.StatusCode = 207;
                await c.Response.WriteAsync("<d:multistatus xmlns:d=\"DAV:\"><d:response><d:href>");
                while (!c.RequestAborted.IsCancellationRequested)
                {
                    await c.Response.WriteAsync(piece);
                }
            },
            o => o.MaxListingBytes = 1024 * 1024).WaitAsync(TimeSpan.FromSeconds(60))).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task List_DripsForEver_EndsInTime()
    {
        var clock = new ManualClock();
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = async c =>
        {
            c.Response.StatusCode = 207;
            await c.Response.WriteAsync("<d:multistatus xmlns:d=\"DAV:\">");
            await c.Response.Body.FlushAsync();
            await SendingServer.HangAsync(c);
            return true;
        };
        await using var receiver = new Receiver(
            o => o.ListingTimeout = TimeSpan.FromSeconds(3), o => o.IdleReadTimeout = TimeSpan.FromHours(1), clock);
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var pending = resource.ListAsync().AsTask();
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));
        var failure = (await pending.WaitAsync(TimeSpan.FromSeconds(20))).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Timeout));
        Assert.That(failure.Message, Does.Contain(nameof(OcmAccessOptions.ListingTimeout)));
    }

    [Test]
    public async Task List_CallerGivesUp_Throws()
    {
        await using var sender = await SendingServer.StartAsync();
        using var cancel = new CancellationTokenSource();
        sender.Dav = async c =>
        {
            c.Response.StatusCode = 207;
            await c.Response.WriteAsync("<d:multistatus xmlns:d=\"DAV:\">");
            await c.Response.Body.FlushAsync();
            await cancel.CancelAsync();
            await SendingServer.HangAsync(c);
            return true;
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        Assert.That(
            async () => await resource.ListAsync(cancellationToken: cancel.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task List_EntriesThatClimbOutOrRepeat_AreDroppedAndCounted()
    {
        string[] hrefs =
        [
            "/dav/ocm/share1/good.txt", "/dav/ocm/share1/good.txt", "/dav/ocm/share1/../secret", "/dav/ocm/share1/%2e%2e", "/etc/passwd",
            "https://evil.test/dav/ocm/share1/a", "/dav/ocm/share1/a%2fb", "/dav/ocm/share1/a%5cb", "/dav/ocm/share1/sub/deep",
            "/dav/ocm/share2/x", "/dav/ocm/share1/b%00", "/dav/ocm/share1/%zz", "also-good",
        ];
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = async c =>
        {
            await SendingServer.MultiStatusAsync(c, SendingServer.MultiStatus(
                [SendingServer.Entry("/dav/ocm/share1/", isFolder: true), .. hrefs.Select(h => SendingServer.Entry(h))]));
            return true;
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var listing = (await resource.ListAsync()).Must();

        Assert.That(listing.Entries.Select(e => e.Path), Is.EqualTo(new[] { "good.txt" }));
        Assert.That(listing.DroppedEntries, Is.EqualTo(hrefs.Length - 1));
        Assert.That(receiver.Log.Entries.Single(e => e.Id.Id == 1205).Text, Does.Contain("12").And.Not.Contain("passwd"));
    }

    [Test]
    public async Task List_MalformedProperties_AreLeftOut()
    {
        var entry =
            $"""
            <d:response><d:href>{SendingServer.Root}/a</d:href><d:propstat><d:prop>
            <d:getcontentlength>-5</d:getcontentlength><d:getetag>unquoted"tag</d:getetag><d:getlastmodified>yesterday</d:getlastmodified>
            <d:getcontenttype>no type</d:getcontenttype></d:prop>{Ok}</d:propstat>
            <d:propstat><d:prop><d:getetag>"hidden"</d:getetag></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>
            """;
        var listing = (await ListAsync(c => SendingServer.MultiStatusAsync(
            c, SendingServer.MultiStatus(SendingServer.Entry(SendingServer.Root, isFolder: true), entry)))).Must();

        var found = listing.Entries.Single();
        Assert.That((found.Size, found.ETag, found.LastModified, found.ContentType), Is.EqualTo(
            ((long?)null, (string?)null, (DateTimeOffset?)null, (string?)null)));
    }

    [TestCase(404, OcmFailureKind.NotFound)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    [TestCase(423, OcmFailureKind.Conflict)]
    [TestCase(507, OcmFailureKind.TooLarge)]
    public async Task List_StatusInsideTheAnswer_IsTheFailure(int status, OcmFailureKind kind)
    {
        var failure = (await ListAsync(c => SendingServer.MultiStatusAsync(c, SendingServer.MultiStatus(
            $"<d:response><d:href>{SendingServer.Root}</d:href><d:status>HTTP/1.1 {status} X</d:status></d:response>")))).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((kind, (int?)status)));
    }

    private static string Wrap(string inner) => $"<d:multistatus xmlns:d=\"DAV:\">{inner}</d:multistatus>";

    private static string Laughs()
    {
        var dtd = string.Concat(Enumerable.Range(1, 12).Select(i =>
            $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">"));
        return $"<!DOCTYPE m [<!ENTITY l0 \"lol\">{dtd}]><d:multistatus xmlns:d=\"DAV:\">&l12;</d:multistatus>";
    }

    private static Task<OcmResult<RemoteListing>> ListAsync(RequestDelegate answer, Action<OcmAccessOptions>? configure = null) =>
        RunAsync(r => r.ListAsync().AsTask(), answer, configure);

    private static async Task<OcmResult<T>> RunAsync<T>(
        Func<RemoteResource, Task<OcmResult<T>>> act, RequestDelegate answer, Action<OcmAccessOptions>? configure = null)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = async c =>
        {
            await answer(c);
            return true;
        };
        await using var receiver = new Receiver(configure);
        return await act(await receiver.OpenAsync(TestShares.WebDav(sender.Host)));
    }
}
