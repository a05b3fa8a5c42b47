using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>Answers as deployed servers give them.</summary>
internal static class SimulatedAnswer
{
    internal static FakePeerAnswer Json(int status, string json) => FakePeerAnswer.Json(json, status);

    internal static FakePeerAnswer Text(int status, string body) => new(status, System.Text.Encoding.UTF8.GetBytes(body), "text/plain; charset=utf-8");

    internal static FakePeerAnswer Error(int status, string message) => FakePeerAnswer.Json($$"""{"message":"{{message}}","validationErrors":[]}""", status);
}
