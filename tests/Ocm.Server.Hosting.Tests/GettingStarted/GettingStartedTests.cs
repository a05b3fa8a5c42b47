using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Invites;
using Ocm.Server.Access;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.GettingStarted;

/// <summary>The code of docs/getting-started.md: each piece between the marks stands there word for word, and runs here.</summary>
internal sealed class GettingStartedTests
{
    [Test]
    public async Task Guide_FromInviteToReading_Runs()
    {
        await using var cloud = await OcmTestServer.StartAsync(new OcmTestServerSettings { Register = RegisterMore, Map = ServePapers });
        await using var other = await OcmTestServer.StartAsync();

        var invitation = await InviteAsync(cloud.Services);
        await AcceptInviteAsync(other.Services, invitation);
        var share = await ShareAsync(cloud.Services, other.Address("marie"));
        var text = await ReadAsync(other.Services);
        await UnshareAsync(cloud.Services, share.ProviderId);

        Assert.That(Inbox.Seen, Is.Zero, "the observer is registered at the sending server only");
        Assert.That(text, Is.EqualTo("of notes.md in /albert/papers"));
    }

    [Test]
    public void Guide_HoldsThisCode()
    {
        var source = File.ReadAllText(Path.Combine(Root(), "tests", "Ocm.Server.Hosting.Tests", "GettingStarted", "GettingStartedTests.cs"));
        var guide = File.ReadAllText(Path.Combine(Root(), "docs", "getting-started.md"));
        var pieces = source.Split("// <guide>\n").Skip(1).Select(rest => rest[..rest.IndexOf("// </guide>", StringComparison.Ordinal)]).ToList();
        pieces.RemoveAll(piece => piece.Contains("Split(", StringComparison.Ordinal));

        Assert.That(pieces, Has.Count.EqualTo(7));
        foreach (var piece in pieces)
        {
            Assert.That(guide, Does.Contain(Unindent(piece)));
        }
    }

    private static async Task<string> InviteAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();

        // <guide>
        var invites = scope.ServiceProvider.GetRequiredService<IInvites>();
        var invite = await invites.CreateAsync("albert");
        var text = invites.ToInviteString(invite.Value!).Encode(); // to be mailed to the other person
        // </guide>

        return text;
    }

    private static async Task AcceptInviteAsync(IServiceProvider services, string text)
    {
        await using var scope = services.CreateAsyncScope();

        // <guide>
        if (InviteText.TryParse(text, out var invitation)) // what the user pasted: the string, or a link
        {
            var accepted = await scope.ServiceProvider.GetRequiredService<IInvites>().AcceptAsync("marie", invitation);
            Console.WriteLine(accepted.TryGetValue(out var contact, out var failure) ? contact.Address.ToString() : failure.Message);
        }

        // </guide>
    }

    private static async Task<SentShare> ShareAsync(IServiceProvider services, OcmAddress recipient)
    {
        await using var scope = services.CreateAsyncScope();

        // <guide>
        var shares = scope.ServiceProvider.GetRequiredService<ISentShares>();
        var created = await shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = recipient, // OcmAddress.Parse("marie@cloud.example.org")
            ResourceType = ResourceType.Folder,
            ResourceId = "/albert/papers", // comes back with each access; never sent
            Name = "papers",
            Permissions = [Permission.Read, Permission.Write],
        });
        if (!created.TryGetValue(out var share, out var refusal))
        {
            throw new InvalidOperationException(refusal.Message); // show refusal.Message to the user; refusal.Rule says which rule it was
        }

        // </guide>
        return share;
    }

    private static async Task<string> ReadAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();

        // <guide>
        var received = scope.ServiceProvider.GetRequiredService<IReceivedShares>();
        var inbox = await received.ListAsync("marie");
        await received.AcceptAsync(inbox[0].Id, "marie");

        var opened = await received.OpenAsync(inbox[0].Id, "marie");
        if (!opened.TryGetValue(out var resource, out var problem))
        {
            return problem.Kind.ToString();
        }

        var content = await resource.ReadAsync("notes.md"); // streams; the token is fetched and renewed for you
        // </guide>

        if (!content.TryGetValue(out var file, out var missing))
        {
            return missing.Kind.ToString();
        }

        await using (file)
        {
            using var reader = new StreamReader(file.Stream);
            return await reader.ReadToEndAsync();
        }
    }

    // What the product's own WebDAV would do, for one folder.
    private static void ServePapers(WebApplication app) => app.Map("/dav/ocm/{providerId}/{**path}", async (HttpContext context, string? path) =>
    {
        if (context.Request.Method == "PROPFIND")
        {
            context.Response.StatusCode = StatusCodes.Status207MultiStatus;
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"""
                <d:multistatus xmlns:d="DAV:"><d:response><d:href>{context.Request.Path}</d:href>
                <d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>
                </d:response></d:multistatus>
                """);
            return;
        }

        await context.Response.WriteAsync($"of {path} in {context.GetOcmShareAccess().Share.ResourceId}");
    }).RequireOcmShare();

    private static async Task UnshareAsync(IServiceProvider services, string providerId)
    {
        await using var scope = services.CreateAsyncScope();

        // <guide>
        await scope.ServiceProvider.GetRequiredService<ISentShares>().UnshareAsync(providerId); // access stops at once
        // </guide>
    }

    private static void RegisterMore(IOcmServerBuilder ocm)
    {
        ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();

        // <guide>
        ocm.AddShareObserver<Inbox>();
        // </guide>
    }

    private static string Unindent(string piece)
    {
        var lines = piece.TrimEnd().Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.Trim()));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    // <guide>
    private sealed class Inbox : IShareObserver
    {
        public static int Seen { get; private set; }

        public ValueTask OnReceivedAsync(ReceivedShare share, CancellationToken cancellationToken)
        {
            Seen++; // put an entry into the user's inbox; escape share.Name for display
            return ValueTask.CompletedTask;
        }
    }

    // </guide>
}
