using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Pipeline;

namespace Ocm.Benchmarks.Signatures;

/// <summary>A share notification of 600 bytes, signed: as it is sent, as it is received, and as the bare Ed25519 operation sees it.</summary>
internal sealed class SignedShare
{
    internal const string ReceiverOrigin = "https://receiver.example.org";
    private const string Sender = "cloud.example.org";

    private readonly HttpRequest _received;

    private SignedShare(LocalSigningKey key, IEd25519PrivateKey rawKey, HttpRequestMessage sent)
    {
        SigningKey = key;
        RawSigningKey = rawKey;
        Sent = sent;
        RawVerificationKey = Ed25519Provider.Current.ImportPublicKey(key.PublicKey.X.Span);
        VerificationKey = VerificationKey.TryCreate(key.PublicKey, out var ready, out _)
            ? ready
            : throw new InvalidOperationException("A key of our own cannot be used.");
        _received = Receive(sent);
        var input = sent.Headers.GetValues(SignatureSet.SignatureInputFieldName).Single();
        var view = Received();
        using var signatureBase = new SignatureBase();
        signatureBase.AppendComponents(view, OcmRequestSigner.CoveredComponents, out _);
        signatureBase.AppendParametersIdentifier();
        signatureBase.Append(input.AsSpan(input.IndexOf('=', StringComparison.Ordinal) + 1));
        Base = signatureBase.Written.ToArray();
        SignatureInput = view.GetHeaderLines("signature-input");
        SignatureField = view.GetHeaderLines("signature");
        ContentDigest = view.GetHeaderLines("content-digest");
        Signature = SignatureSet.TryParse(view, out var signatures, out _)
            ? signatures.Signatures[0].GetSignatureBytes()
            : throw new InvalidOperationException("A signature of our own cannot be read.");
    }

    internal static OcmHost SendingServer { get; } = OcmHost.Parse(Sender);

    /// <summary>The body, exactly 600 bytes.</summary>
    internal static byte[] Body { get; } = CreateBody();

    internal LocalSigningKey SigningKey { get; }

    internal VerificationKey VerificationKey { get; }

    internal IEd25519PrivateKey RawSigningKey { get; }

    internal IEd25519PublicKey RawVerificationKey { get; }

    /// <summary>The request as its sender has it.</summary>
    internal HttpRequestMessage Sent { get; }

    /// <summary>The signature base and the signature over it.</summary>
    internal byte[] Base { get; }

    internal byte[] Signature { get; }

    internal HeaderLines SignatureInput { get; }

    internal HeaderLines SignatureField { get; }

    internal HeaderLines ContentDigest { get; }

    internal static async Task<SignedShare> CreateAsync()
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519Encoding.KeySize);
        var key = LocalSigningKey.ImportPkcs8($"https://{Sender}/ocm#key1", JoseAlgorithms.Ed25519, Ed25519Pkcs8.Write(seed));
        var request = new HttpRequestMessage(HttpMethod.Post, ReceiverOrigin + "/ocm/shares") { Content = new ReadOnlyMemoryContent(Body) };
        request.Content.Headers.ContentType = new("application/json");
        await new OcmRequestSigner(TimeProvider.System).SignAsync(request, Body, key);
        return new SignedShare(key, Ed25519Provider.Current.ImportPrivateKey(seed), request);
    }

    /// <summary>The request as its receiver sees it; made anew, because the pipeline makes one for each request.</summary>
    internal AspNetRequestView Received() => new(_received, ReceiverOrigin);

    private static HttpRequest Receive(HttpRequestMessage sent)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = sent.Method.Method;
        request.Path = sent.RequestUri!.AbsolutePath;
        request.ContentType = "application/json";
        request.ContentLength = Body.Length;
        foreach (var (name, values) in sent.Headers)
        {
            request.Headers[name] = values.Single();
        }

        return request;
    }

    private static byte[] CreateBody()
    {
        const string Format = """
            {{"shareWith":"marie@receiver.example.org","name":"Summer school 2026: lecture notes","description":"{0}",
            "providerId":"7c084226-d9a1-11e6-bf26-cec0c932ce01","owner":"albert@{1}","sender":"albert@{1}",
            "ownerDisplayName":"Albert Einstein","senderDisplayName":"Albert Einstein","shareType":"user","resourceType":"folder",
            "protocol":{{"name":"multi","webdav":{{"uri":"7c084226-d9a1-11e6","sharedSecret":"hfiuhworzwnur98d3wjiwhr",
            "permissions":["read","write"]}}}}}}
            """;
        var length = string.Format(CultureInfo.InvariantCulture, Format, string.Empty, Sender).Length;
        var body = Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, Format, new string('x', 600 - length), Sender));
        return body.Length == 600 ? body : throw new InvalidOperationException("The body is not 600 bytes long.");
    }
}
