using Microsoft.Extensions.Options;
using Ocm.Errors;

namespace Ocm.Server.Shares;

/// <summary>Discards a share whose owner lives on another server than the one that signed (SIG-19), unless the operator admits reshares.</summary>
internal sealed class ForeignOwnerPolicy(IOptions<OcmServerOptions> options) : IShareDiscardPolicy
{
    public ValueTask<OcmFailure?> CheckAsync(ShareDiscardQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult(
        options.Value.AllowForeignOwners || question.Share.Owner.Host == question.Share.SendingServer
            ? null
            : new OcmFailure(OcmFailureKind.Forbidden, "The owner is not at the server that signed.") { Rule = "SIG-19" });
}
