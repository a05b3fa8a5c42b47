using System.Text.Json;
using Ocm.Addresses;
using Ocm.HttpSignatures.Components;

namespace Ocm.Server.Pipeline;

/// <summary>A call's message on its way through the pipeline.</summary>
internal sealed class IncomingMessage
{
    /// <summary>The request as a signature covers it.</summary>
    internal required HttpRequestView Request { get; init; }

    /// <summary>The body as it was received, digested and signed.</summary>
    internal required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The message as JSON; a form's fields as an object of strings.</summary>
    internal required JsonElement Json { get; set; }

    /// <summary>Whether it came in a content type that only older servers use.</summary>
    internal bool IsOtherMediaType { get; init; }

    /// <summary>The message as it was received, where it was brought into the draft's form for an older server; else null.</summary>
    internal JsonElement? Original { get; init; }

    /// <summary>The server that speaks, once it is proven (or, unsigned by policy, claimed).</summary>
    internal OcmHost? Server { get; set; }

    /// <summary>Whether a valid signature proves <see cref="Server"/>.</summary>
    internal bool IsSigned { get; set; }

    internal OcmHost ProvenServer => Server ?? throw new InvalidOperationException("The pipeline has not authenticated the message yet.");
}
