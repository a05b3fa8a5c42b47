using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
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
    private const int MaxParameters = 32;

    internal override string Name => "token";

    internal override string MediaType => "application/x-www-form-urlencoded";

    /// <summary>The form's fields as an object of strings; a parameter that stands twice is refused (RFC 6749, Section 3.2).</summary>
    internal override OcmResult<JsonElement> Parse(ReadOnlyMemory<byte> body)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (!TryWriteForm(body.Span, writer))
            {
                return OcmFailure.Invalid(string.Empty, "must be a form without repeated parameters");
            }
        }

        return JsonElement.Parse(buffer.ToArray());
    }

    internal override ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        // What every request must have is asked first, so that a malformed one is not reported as unauthenticated.
        OcmResult<Counterparts> result = OcmHost.TryParse(NamedServer.Text(message.Json, "client_id"), out var client)
            && NamedServer.Text(message.Json, "code") is { Length: > 0 }
            && NamedServer.Text(message.Json, "grant_type") is { Length: > 0 }
            ? new Counterparts(client)
            : OcmFailure.Invalid("client_id", "grant_type, client_id and code are required");
        return ValueTask.FromResult(result);
    }

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

    private static EndpointAnswer Error(string code, OcmFailureKind kind) => EndpointAnswer.Raw(
        StatusCodes.Status400BadRequest,
        JsonSerializer.SerializeToUtf8Bytes(new TokenErrorResponse(code), OcmJsonContext.Default.TokenErrorResponse),
        noStore: true,
        kind);

    private static bool TryWriteForm(ReadOnlySpan<byte> body, Utf8JsonWriter writer)
    {
        if (body.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            return false;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var pair in new QueryStringEnumerable(Encoding.ASCII.GetString(body)))
        {
            var name = pair.DecodeName().ToString();
            if (!names.Add(name) || names.Count > MaxParameters)
            {
                return false;
            }

            writer.WriteString(name, pair.DecodeValue().Span);
        }

        writer.WriteEndObject();
        return true;
    }
}
