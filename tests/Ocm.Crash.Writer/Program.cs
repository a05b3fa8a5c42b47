// A server to be killed: `port sqlite|postgres file|connection-string wait|nowait`. It prints "ready" when it serves, and ends
// when its standard input does, so that it does not outlive the test.
using System.Globalization;
using System.Net;
using Ocm.Client.Http;
using Ocm.Crash.Writer;
using Ocm.Server.Access;

var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(AnyUsers).Assembly.GetName().Name });
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
    .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
    .SetMinimumLevel(LogLevel.Warning);
builder.Services.AddRouting();
builder.Services.Configure<OcmHttpOptions>(http =>
{
    http.AllowHttp = true;
    http.AllowedDestinations.Add(new AllowedDestination { Network = "127.0.0.0/8" });
});
var ocm = builder.Services.AddOcmServer(options =>
{
    options.PublicOrigin = new Uri($"http://127.0.0.1:{port}");
    options.TokenLifetime = TimeSpan.FromHours(1); // longer than a run: a token ends by its share's end, and by nothing else
}).AddWebDav().AddUserDirectory<AnyUsers>();
_ = args[1] == "sqlite" ? ocm.AddSqliteStores(args[2]) : ocm.AddPostgreSqlStores(args[2]);
ShortWaits.Configure(ocm, waitForFirstAttempt: args[3] == "wait");

await using var app = builder.Build();
app.MapOcm();
app.MapControl();
app.Map("/dav/ocm/{providerId}/{**path}", (HttpContext context) => context.Response.WriteAsync(context.GetOcmShareAccess().Share.ResourceId)).RequireOcmShare();
await app.StartAsync();
await Console.Out.WriteLineAsync("ready");
await Console.In.ReadToEndAsync();
