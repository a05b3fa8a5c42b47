using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Delivery;
using Ocm.Server.Invites;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Crash.Writer;

/// <summary>The gestures, for the test to call: 200 says that a gesture returned with success.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this WebApplication app)
    {
        app.MapPost("/control/share", async (string to, ISentShares shares) => Answer(
            await shares.CreateAsync(new NewShare
            {
                SenderIdentifier = "albert",
                ShareWith = OcmAddress.Parse(to),
                ResourceType = ResourceType.Folder,
                ResourceId = "/papers",
                Name = "papers",
            }),
            share => share.ProviderId));
        app.MapPost("/control/unshare", async (string id, ISentShares shares) => Answer(await shares.UnshareAsync(id), share => share.Status.ToString()));
        app.MapPost("/control/answer", AnswerShareAsync);
        app.MapPost("/control/status", async (string id, ISentShares shares) =>
            await shares.FindAsync(id) is { } share ? Results.Text(share.Status.ToString()) : Results.NotFound());
        app.MapPost("/control/invite", async (string user, IInvites invites) =>
            Answer(await invites.CreateAsync(user), invite => invites.ToInviteString(invite).Encode()));
        app.MapPost("/control/accept-invite", async (string user, string invite, IInvites invites) =>
            InviteString.TryParse(invite, out var text) ? Answer(await invites.AcceptAsync(user, text), contact => contact.Address.ToString()) : Results.BadRequest());
        app.MapPost("/control/has-contact", async (string user, string address, IContactStore contacts) =>
            await contacts.FindContactAsync(user, OcmAddress.Parse(address)) is null ? Results.NotFound() : Results.Ok());
        app.MapGet("/control/waiting", async (IDeliveries deliveries, IInvites invites) =>
        {
            var depth = await deliveries.GetDepthAsync();
            var acceptances = await invites.ListAcceptancesAsync("marie");
            var items = await deliveries.ListAsync(new OutboxQuery { Limit = 3 });
            return Results.Text($"{depth.Pending + acceptances.Count} {depth.Failed} {string.Join("; ", items.Select(item => $"{item.Kind} {item.NotificationType} {item.Status} {item.LastError}"))}");
        });
    }

    private static async Task<IResult> AnswerShareAsync(string server, string providerId, bool accept, IShareStore store, IReceivedShares shares)
    {
        if (await store.FindReceivedAsync(OcmHost.Parse(server), providerId) is not { } share)
        {
            return Results.NotFound();
        }

        var answered = accept ? await shares.AcceptAsync(share.Id, "marie") : await shares.DeclineAsync(share.Id, "marie");
        return Answer(answered, changed => changed.Status.ToString());
    }

    private static IResult Answer<T>(OcmResult<T> result, Func<T, string> describe)
        where T : notnull =>
        result.TryGetValue(out var value, out var failure) ? Results.Text(describe(value)) : Results.Text(failure.ToString(), statusCode: StatusCodes.Status502BadGateway);
}
