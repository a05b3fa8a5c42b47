using System.Globalization;
using System.Text;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Signatures;

/// <summary>A request to us, of which a test can bend every part before and after it is signed.</summary>
internal sealed class TestRequest
{
    public const string TargetUri = "https://we.test/ocm/shares";

    public TestRequest(string body = "{\"a\":1}")
    {
        Body = Encoding.UTF8.GetBytes(body);
        Headers["Content-Type"] = ["application/json"];
        Headers["Content-Length"] = [Body.Length.ToString(CultureInfo.InvariantCulture)];
        Headers["Content-Digest"] = [ContentDigest.Create(Body)];
    }

    public string Method { get; set; } = "POST";

    public string Target { get; set; } = TargetUri;

    public byte[] Body { get; set; }

    public Dictionary<string, string[]> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<SignatureComponent> Components { get; } = [.. OcmRequestSigner.CoveredComponents];

    public HttpRequestView View => new FakePeerRequest
    {
        Method = Method,
        TargetUri = Target,
        Path = new Uri(Target).AbsolutePath,
        Host = OcmHost.FromUri(new Uri(Target)),
        Headers = Headers,
        Body = Body,
    }.ToView();

    public static SignatureParameters Parameters(DateTimeOffset created, string? nonce = "n") =>
        new() { Created = created.ToUnixTimeSeconds(), Nonce = nonce, Tag = OcmRequestSigner.Tag };

    /// <summary>Adds a signature beside those that are there.</summary>
    public async Task SignAsync(SigningKey key, SignatureParameters parameters, string label = "sig1")
    {
        var fields = await HttpMessageSigner.SignAsync(View, Components.ToArray(), parameters, key, label);
        Headers["Signature-Input"] = [.. Headers.GetValueOrDefault("Signature-Input", []), fields.SignatureInput];
        Headers["Signature"] = [.. Headers.GetValueOrDefault("Signature", []), fields.Signature];
    }

    /// <summary>Replaces a piece of a header field.</summary>
    public void Replace(string header, string what, string by) => Headers[header] =
        [.. Headers[header].Select(line => line.Replace(what, by, StringComparison.Ordinal))];
}
