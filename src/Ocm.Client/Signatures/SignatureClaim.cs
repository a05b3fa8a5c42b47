using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>A signature that is to be verified, and what it signs.</summary>
internal readonly record struct SignatureClaim(HttpRequestView Request, ReceivedSignature Signature, byte[] SignedDigest)
{
    public string KeyId => Signature.Parameters.KeyId!;

    public DateTimeOffset SignedAt => DateTimeOffset.FromUnixTimeSeconds(Signature.Parameters.Created!.Value);

    public OcmSignatureProblem Check(VerificationKey key) => Signature.Verify(Request, key, SignedDigest).Failure switch
    {
        SignatureFailure.None => OcmSignatureProblem.None,
        SignatureFailure.UnregisteredAlgorithm or SignatureFailure.AlgorithmMismatch => OcmSignatureProblem.WrongAlgorithm,
        SignatureFailure.KeyMismatch => OcmSignatureProblem.UnknownKey,
        SignatureFailure.WrongSignature => OcmSignatureProblem.WrongSignature,
        _ => OcmSignatureProblem.UnusableComponent,
    };
}
