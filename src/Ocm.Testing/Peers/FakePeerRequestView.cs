using Ocm.HttpSignatures.Components;

namespace Ocm.Testing.Peers;

/// <summary>A recorded request as signatures see it.</summary>
internal sealed class FakePeerRequestView(FakePeerRequest request) : HttpRequestView
{
    public override string Method => request.Method;

    public override string TargetUri => request.TargetUri;

    public override HeaderLines GetHeaderLines(string name) => new(request.Headers.GetValueOrDefault(name));
}
