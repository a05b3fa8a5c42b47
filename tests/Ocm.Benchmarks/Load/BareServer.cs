using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Benchmarks.Signatures;

namespace Ocm.Benchmarks.Load;

/// <summary>
/// What our server is compared with, built on the same Kestrel: an endpoint that reads the body, hashes it and does one raw
/// verification, and an endpoint that answers static JSON.
/// </summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BareServer(WebApplication app, int port)
    {
        _app = app;
        Port = port;
    }

    internal int Port { get; }

    internal static async Task<BareServer> StartAsync(byte[] shareAnswer, byte[] document)
    {
        var share = await SignedShare.CreateAsync();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var app = builder.Build();
        app.MapPost("/ocm/shares", context => TakeAsync(context, share, shareAnswer));
        app.MapGet("/.well-known/ocm", context => AnswerAsync(context.Response, StatusCodes.Status200OK, document));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new BareServer(app, new Uri(address).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task TakeAsync(HttpContext context, SignedShare share, byte[] answer)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync();
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync();
        }

        Hash(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        if (!share.RawVerificationKey.Verify(share.Base, share.Signature))
        {
            throw new InvalidOperationException("The raw verification does not work.");
        }

        await AnswerAsync(context.Response, StatusCodes.Status201Created, answer);
    }

    private static void Hash(ReadOnlySequence<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), hash);
    }

    private static Task AnswerAsync(HttpResponse response, int status, byte[] json)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json).AsTask();
    }
}
