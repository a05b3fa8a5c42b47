using Ocm.Parties;
using Ocm.Server.Access;

var builder = WebApplication.CreateBuilder(args);
builder.Services
    .AddOcmServer(o => o.PublicOrigin = new Uri(builder.Configuration["PublicOrigin"]!)) // https://cloud.example.org
    .AddUserDirectory<Users>()
    .AddInMemoryStores() // lost on restart; take AddSqliteStores, AddPostgreSqlStores or your own AddShareStore<T>
    .AddWebDav("/dav/ocm");

var app = builder.Build();
app.MapOcm();
app.MapGet("/dav/ocm/{providerId}/{**path}", (HttpContext context, string? path) =>
{
    var access = context.GetOcmShareAccess(); // which share the token belongs to, and what it permits
    return access.CanRead ? Results.Text($"{access.Share.ResourceId}/{path}") : Results.Forbid();
}).RequireOcmShare();
app.Run();

internal sealed class Users : IUserDirectory
{
    public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(identifier is "marie" or "albert" ? new Party(identifier, identifier) : null);
}
