using Ocm.Addresses;
using Ocm.Parties;
using Ocm.Samples.Peer.Api;
using Ocm.Server.Delivery;

namespace Ocm.Samples.Peer.Shares;

/// <summary>
/// <c>POST /api/reconcile</c>: compares the shares with another server, all of them; the answer lists the user's own. A product
/// gives this to its operators.
/// </summary>
internal static class ReconciliationEndpoints
{
    public static void MapReconciliation(this IEndpointRouteBuilder api) => api.MapPost("/reconcile", ReconcileAsync);

    private static async Task<IResult> ReconcileAsync(HttpContext context, IReconciliation reconciliation, IUserDirectory users)
    {
        var body = await context.Request.ReadAsync(ApiJson.Default.ReconcileBody);
        if (!OcmHost.TryParse(body.Server, out var server))
        {
            throw ApiProblem.BadRequest("server must be a host such as cloud.example.org or cloud.example.org:8443.");
        }

        var user = context.UserName();
        HashSet<string> recipients = [user, .. await users.GetGroupsAsync(user, context.RequestAborted)];
        var options = new ReconciliationOptions { CompareOnly = body.CompareOnly };
        List<ReconciledShareView> own = [];
        await foreach (var report in reconciliation.ReconcileAsync(server, options, context.RequestAborted))
        {
            if (report.Sent?.Sender.Identifier == user || (report.Received is { } received && recipients.Contains(received.RecipientIdentifier)))
            {
                own.Add(ReconciledShareView.Of(report));
            }
        }

        return ApiResults.Json<IReadOnlyList<ReconciledShareView>>(own);
    }
}
