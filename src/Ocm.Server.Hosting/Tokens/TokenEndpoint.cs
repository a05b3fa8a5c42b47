using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Errors;
using Ocm.Peers;
using Ocm.Serialization;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;
using Ocm.Tokens;

namespace Ocm.Server.Tokens;

/// <summary>
/// The token endpoint of the code flow (draft: Code Flow). It speaks OAuth: every refusal is 400 with an error code, and no
/// answer may be stored (TOK-04).
/// </summary>
internal sealed class TokenEndpoint(TrustDecision trust) : OcmEndpoint
{
    internal override string Name => "token";

    internal override string MediaType => FormBody.MediaType;

    internal override LegacyMessageKind? Legacy => LegacyMessageKind.TokenRequest;

    // OCM 1.2.
    internal override OtherMediaType? Older => new("application/json", "json-token-request", body => OcmJson.ParseObject(body.Span));

    internal override OcmResult<JsonElement> Parse(ReadOnlyMemory<byte> body) => FormBody.Parse(body);

    internal override OcmFailure? FindMistakes(JsonElement message) => FindClient(message).Failure;

    internal override ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken) => ValueTask.FromResult(FindClient(message.Json));

    internal override async ValueTask<EndpointAnswer> HandleAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        var client = message.ProvenServer;
        if (NamedServer.Text(message.Json, "grant_type") != TokenRequest.AuthorizationCode)
        {
            return Error(TokenErrorResponse.UnsupportedGrantType, OcmFailureKind.Invalid);
        }

        var trusted = await trust.RefuseIncomingAsync(new TrustQuestion(client, TrustGesture.IssueToken), cancellationToken).ConfigureAwait(false);
        if (trusted is not null)
        {
            return Refuse(trusted);
        }

        var code = new SecretString(NamedServer.Text(message.Json, "code")!);
        return await services.GetRequiredService<TokenIssuer>().IssueAsync(client, code, cancellationToken).ConfigureAwait(false) is { } response
            ? EndpointAnswer.Json(StatusCodes.Status200OK, response, noStore: true)
            : Error(TokenErrorResponse.InvalidGrant, OcmFailureKind.NotFound);
    }

    internal override EndpointAnswer Refuse(OcmFailure failure) => failure.Kind switch
    {
        OcmFailureKind.Unauthenticated => Error(TokenErrorResponse.InvalidClient, failure.Kind),
        OcmFailureKind.Forbidden or OcmFailureKind.Blocked => Error(TokenErrorResponse.UnauthorizedClient, failure.Kind),
        _ => Error(TokenErrorResponse.InvalidRequest, failure.Kind),
    };

    // What every request must have is asked first, so that a malformed one is not reported as unauthenticated.
    private static OcmResult<Counterparts> FindClient(JsonElement message) =>
        OcmHost.TryParse(NamedServer.Text(message, "client_id"), out var client)
        && NamedServer.Text(message, "code") is { Length: > 0 }
        && NamedServer.Text(message, "grant_type") is { Length: > 0 }
            ? new Counterparts(client)
            : OcmFailure.Invalid("client_id", "grant_type, client_id and code are required");

    private static EndpointAnswer Error(string code, OcmFailureKind kind) => EndpointAnswer.Raw(
        StatusCodes.Status400BadRequest,
        JsonSerializer.SerializeToUtf8Bytes(new TokenErrorResponse(code), OcmJsonContext.Default.TokenErrorResponse),
        noStore: true,
        kind);
}
