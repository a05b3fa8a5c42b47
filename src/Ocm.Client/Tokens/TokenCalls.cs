using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Peers;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Client.Tokens;

/// <summary><c>POST {tokenEndPoint}</c> (draft: Code Flow).</summary>
internal sealed class TokenCalls(PeerApi api, IPeerProfiles profiles, FormMemory forms, LegacyAnswers answers, IOptions<OcmClientOptions> options)
{
    // What a server that names no lifetime is trusted for: long enough for one operation.
    private const long DefaultLifetime = 60;

    // By which names the code flow was known, in the order in which they are tried.
    private static readonly string[] GrantTypes = [TokenRequest.AuthorizationCode, TokenRequest.ShareCode, TokenRequest.OldAuthorizationCode];

    internal async Task<OcmResult<TokenResponse>> ExchangeAsync(OcmHost sendingServer, SecretString code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sendingServer);
        ArgumentNullException.ThrowIfNull(code);
        if (!PublicOrigins.TryParse(options.Value.PublicOrigin, out _, out var client))
        {
            throw new InvalidOperationException(
                "OcmClientOptions.PublicOrigin is not set; a token request names this server by it (client_id). Set the origin that other servers see.");
        }

        DiscoveredServer? answering = null;
        var request = new TokenRequest(client, code);
        var (profile, grantType) = (PeerProfile.Draft, TokenRequest.AuthorizationCode);
        var result = await PostAsync(other: null).ConfigureAwait(false);
        if (MisreadsGrantType(result))
        {
            result = await PostByOtherNamesAsync(result).ConfigureAwait(false);
        }

        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        if (!response.IsSuccess)
        {
            return Refusal(response, isOlder: answers.AreTakenFrom(answering));
        }

        return response.StatusCode == 200 ? Read(response, answering) : PeerApi.UnexpectedStatus(response);

        Task<OcmResult<PeerResponse>> PostAsync(string? other) => api.PostTokenRequestAsync(
            sendingServer,
            peer =>
            {
                answering = peer;
                profile = profiles.Find(peer);
                grantType = other ?? forms.GrantTypes.Get(sendingServer, profile.TokenGrantType);
                return LegacyMessageWriter.TokenRequest(request, profile, grantType);
            },
            cancellationToken);

        bool MisreadsGrantType(OcmResult<PeerResponse> answer) =>
            !profile.IsDraft && answers.AreTakenFrom(answering) && answer.Value is { StatusCode: 400 } refused
            && ErrorCode(refused.Body.Span) is null or TokenErrorResponse.UnsupportedGrantType or "invalid_grant_type";

        // The document misled: the same request by each other name, once. Where none is known, what the first answer said stands.
        async Task<OcmResult<PeerResponse>> PostByOtherNamesAsync(OcmResult<PeerResponse> first)
        {
            var refused = grantType;
            foreach (var other in GrantTypes.Where(name => name != refused))
            {
                var next = await PostAsync(other).ConfigureAwait(false);
                if (next.Value?.IsSuccess == true)
                {
                    forms.GrantTypes.Remember(sendingServer, other);
                }

                if (!MisreadsGrantType(next))
                {
                    return next;
                }
            }

            return first;
        }
    }

    private OcmResult<TokenResponse> Read(PeerResponse response, DiscoveredServer? answering)
    {
        if (!answers.Read<TokenResponse>(LegacyMessageKind.TokenAnswer, response, answering).TryGetValue(out var token, out var failure))
        {
            return failure;
        }

        if (!string.Equals(token.TokenType, TokenResponse.Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return new OcmFailure(OcmFailureKind.InvalidResponse, "The other server's token is not of type Bearer.")
            {
                PeerStatus = response.StatusCode,
                Rule = "TOK-03",
            };
        }

        return token.ExpiresIn is null ? token with { ExpiresIn = DefaultLifetime } : token;
    }

    /// <summary>
    /// The token endpoint says everything with 400; its error code tells what it is about (RFC 6749, Section 5.2). Nextcloud says
    /// it with 401, which a server of the draft must not (TOK-04).
    /// </summary>
    private static OcmFailure Refusal(PeerResponse response, bool isOlder)
    {
        var failure = PeerErrors.ToFailure(response);
        return (response.StatusCode, ErrorCode(response.Body.Span)) switch
        {
            (400, TokenErrorResponse.InvalidClient) => failure with { Kind = OcmFailureKind.Unauthenticated },
            (400, TokenErrorResponse.InvalidGrant) => failure with { Kind = OcmFailureKind.NotFound },
            (401, TokenErrorResponse.InvalidGrant) when isOlder => failure with { Kind = OcmFailureKind.NotFound },
            (400, TokenErrorResponse.UnauthorizedClient) => failure with { Kind = OcmFailureKind.Forbidden },
            (400, _) => failure with { Kind = OcmFailureKind.Invalid },
            _ => failure,
        };
    }

    private static string? ErrorCode(ReadOnlySpan<byte> body) =>
        OcmJson.ParseObject(body).TryGetValue(out var json, out _)
        && json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
            ? ReadText(error)
            : null;

    private static string? ReadText(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
