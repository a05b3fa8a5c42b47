using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>OCM 1.3: RFC 9421 signatures with keys at a fixed place, and the code flow with the share's secret as the code.</summary>
internal sealed class Ocm13Family() : OcmVersionFamily("1.3")
{
    internal override SimulatedSignatureForm Signs => SimulatedSignatureForm.Interim;

    internal override string TokenPath => "/ocm/token";

    internal override JsonObject CreateDocument(string origin)
    {
        var document = base.CreateDocument(origin);
        document["capabilities"] = new JsonArray("exchange-token", "http-sig", "invites", "notifications", "protocol-object", "webdav-uri");
        document["criteria"] = new JsonArray("http-request-signatures");
        document["tokenEndPoint"] = origin + TokenPath;
        return document;
    }

    internal override FakePeerAnswer? Refuse(SimulatedVerdict verdict) => verdict == SimulatedVerdict.Good ? null : SimulatedAnswer.Error(401, "Invalid signature");

    internal override bool Opens(FakePeerRequest request, SimulatedShare share, SimulatedTokens tokens) =>
        tokens.Newest(share) is { } token && HasBearer(request, token);

    private protected override JsonObject CreateWebDav(LegacyServer server, SimulatedShare share)
    {
        var webdav = base.CreateWebDav(server, share);
        webdav["requirements"] = new JsonArray("must-exchange-token");
        return webdav;
    }

    // Signed, so that no secret is needed.
    private protected override JsonObject CreateProof(SimulatedShare share) => [];

    private protected override bool IsProven(JsonObject notification, SimulatedShare share) => true;
}
