using System.Globalization;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Directories;
using Ocm.Errors;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;

namespace Ocm.Client.Directories;

/// <summary>Verifies what a directory service answered and reads it; bad entries are dropped and told, the others count (DIR-01, DIR-02).</summary>
internal sealed class DirectoryReader(IReadOnlyList<VerificationKey> keys, int maxServers, bool allowHttp)
{
    private const int MaxReported = 100;

    internal OcmResult<DirectorySnapshot> Read(ReadOnlySpan<byte> body)
    {
        if (!JsonWebSignature.TryVerify(body, keys, out var payload, out var problem))
        {
            return Invalid(problem switch
            {
                JwsProblem.CriticalExtension => "Its signature asks for an extension that is not understood (crit or b64).",
                JwsProblem.OtherAlgorithm => "Its signature is of another algorithm than the configured keys are for.",
                JwsProblem.WrongSignature => "Its signature was made by none of the configured keys.",
                _ => "Its document is no JSON Web Signature in the compact, flattened or general form.",
            });
        }

        if (!OcmJson.ParseObject(payload).TryGetValue(out var document, out _)
            || !TryReadText(document, "federation", out var federation)
            || !document.TryGetProperty("servers", out var servers) || servers.ValueKind != JsonValueKind.Array)
        {
            return Invalid("Its signed content has no federation or no servers.");
        }

        return ReadServers(federation, servers);
    }

    private static OcmFailure Invalid(string message) =>
        new(OcmFailureKind.InvalidResponse, "The directory service's answer is not accepted. " + message) { Rule = "DIR-01" };

    // The same rules as for a server's own name: one line of text.
    private static bool TryReadText(JsonElement document, string name, out string text)
    {
        text = document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
        return text.Length is > 0 and <= 256 && !text.Any(char.IsControl);
    }

    private DirectorySnapshot ReadServers(string federation, JsonElement servers)
    {
        List<(OcmHost, string)> good = [];
        List<ValidationError> dropped = [];
        HashSet<OcmHost> seen = [];
        var count = 0;
        var index = 0;
        foreach (var element in servers.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"servers[{index++}]");
            if (good.Count == maxServers)
            {
                Drop(new ValidationError(path, "is over OcmDirectoryOptions.MaxServers"));
            }
            else if (element.ValueKind != JsonValueKind.Object)
            {
                Drop(new ValidationError(path, "must be an object"));
            }
            else if (!OcmJson.Read<DirectoryServer>(element).TryGetValue(out var server, out var failure))
            {
                Drop(failure.ValidationErrors[0] with { Name = $"{path}.{failure.ValidationErrors[0].Name}" });
            }
            else if (!DirectoryServer.TryReadUrl(server.Url, out var host, out var isHttps) || (!isHttps && !allowHttp))
            {
                Drop(new ValidationError($"{path}.url", "must be https; OcmHttpOptions.AllowHttp allows http in tests"));
            }
            else if (!seen.Add(host))
            {
                Drop(new ValidationError($"{path}.url", "names a server that was listed before"));
            }
            else
            {
                good.Add((host, server.DisplayName));
            }
        }

        return new DirectorySnapshot(federation, good, count, dropped);

        void Drop(ValidationError error)
        {
            count++;
            if (dropped.Count < MaxReported)
            {
                dropped.Add(error);
            }
        }
    }
}
