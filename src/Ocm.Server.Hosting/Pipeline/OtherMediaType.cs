using System.Text.Json;
using Ocm.Errors;

namespace Ocm.Server.Pipeline;

/// <summary>A content type that only older servers use for a message.</summary>
/// <param name="MediaType">The content type.</param>
/// <param name="Tolerance">The name under which its uses are counted.</param>
/// <param name="Parse">Reads the body as far as to know who is named.</param>
internal sealed record OtherMediaType(string MediaType, string Tolerance, Func<ReadOnlyMemory<byte>, OcmResult<JsonElement>> Parse);
