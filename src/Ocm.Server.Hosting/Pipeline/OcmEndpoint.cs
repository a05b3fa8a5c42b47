using System.Text.Json;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Server.Pipeline;

/// <summary>
/// One endpoint of the OCM API. The pipeline does everything that all endpoints share; an endpoint says who may speak and what
/// to do.
/// </summary>
internal abstract class OcmEndpoint
{
    /// <summary>The endpoint's name in logs and metrics.</summary>
    internal abstract string Name { get; }

    internal virtual string MediaType => "application/json";

    /// <summary>The policy under which such a call may come unsigned; none at all for token requests (SIG-24, SIG-26, TOK-06).</summary>
    internal virtual UnsignedCalls Unsigned => UnsignedCalls.None;

    /// <summary>As which message of older servers the body may be read; null where they have none.</summary>
    internal virtual LegacyMessageKind? Legacy => null;

    /// <summary>Another content type in which older servers send the same message; null where there is none.</summary>
    internal virtual OtherMediaType? Older => null;

    /// <summary>What is wrong with a message by the draft's rules.</summary>
    internal virtual OcmFailure? FindMistakes(JsonElement message) => null;

    /// <summary>Reads the body as far as to know who is named.</summary>
    internal virtual OcmResult<JsonElement> Parse(ReadOnlyMemory<byte> body) => OcmJson.ParseObject(body.Span);

    /// <summary>Says which servers may speak this message; a failure of kind Invalid lists all bad fields.</summary>
    internal abstract ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken);

    /// <summary>Validates the message and acts on it.</summary>
    internal abstract ValueTask<EndpointAnswer> HandleAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken);

    internal virtual EndpointAnswer Refuse(OcmFailure failure) => EndpointAnswer.Error(failure);
}
