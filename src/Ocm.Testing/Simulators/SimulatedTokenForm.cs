using Microsoft.AspNetCore.WebUtilities;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>Token requests as forms (OCM 1.3 and later).</summary>
internal static class SimulatedTokenForm
{
    internal static (FakePeerAnswer? Refusal, string? Code) Read(FakePeerRequest request, string grantType)
    {
        if (request.Header("content-type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) != true)
        {
            return (SimulatedAnswer.Json(400, """{"error":"invalid_request"}"""), null);
        }

        var form = QueryHelpers.ParseQuery(request.Text);
        return form["grant_type"] != grantType ? (SimulatedAnswer.Json(400, """{"error":"unsupported_grant_type"}"""), null)
            : form["code"].ToString() is { Length: > 0 } code ? (null, code)
            : (SimulatedAnswer.Json(400, """{"error":"invalid_request"}"""), null);
    }

    internal static (string ContentType, string Body) Create(string client, string code, string grantType = "authorization_code") =>
        ("application/x-www-form-urlencoded", $"grant_type={grantType}&client_id={Uri.EscapeDataString(client)}&code={Uri.EscapeDataString(code)}");
}
