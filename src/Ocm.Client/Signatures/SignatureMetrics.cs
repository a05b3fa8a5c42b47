using System.Diagnostics.Metrics;
using Ocm.Client.Http;

namespace Ocm.Client.Signatures;

/// <summary>Counts verdicts on received signatures: <c>ocm.client.signatures</c>, tagged with a closed set of outcomes.</summary>
internal sealed class SignatureMetrics
{
    private readonly Counter<long> _verdicts;

    public SignatureMetrics(IMeterFactory meterFactory) => _verdicts = meterFactory
        .Create(OcmClientTelemetry.MeterName)
        .CreateCounter<long>("ocm.client.signatures", "{request}", "Received requests by the verdict on their signature.");

    internal void Judged(OcmSignatureVerdict verdict)
    {
        if (_verdicts.Enabled)
        {
            _verdicts.Add(
                1,
                KeyValuePair.Create<string, object?>("ocm.outcome", Name(verdict)),
                KeyValuePair.Create<string, object?>("ocm.form", verdict.IsValid ? verdict.LegacyForm ?? "draft" : "none"));
        }
    }

    private static string Name(OcmSignatureVerdict verdict) => verdict.Status switch
    {
        OcmSignatureStatus.Valid => "valid",
        OcmSignatureStatus.Invalid => verdict.Problem switch
        {
            OcmSignatureProblem.Malformed => "malformed",
            OcmSignatureProblem.SeveralSignatures => "several_signatures",
            OcmSignatureProblem.MissingParameter => "missing_parameter",
            OcmSignatureProblem.MissingComponent => "missing_component",
            OcmSignatureProblem.NotYetValid => "not_yet_valid",
            OcmSignatureProblem.TooOld => "too_old",
            OcmSignatureProblem.WrongAlgorithm => "wrong_algorithm",
            OcmSignatureProblem.WrongLength => "wrong_length",
            OcmSignatureProblem.WrongDigest => "wrong_digest",
            OcmSignatureProblem.UnknownKey => "unknown_key",
            OcmSignatureProblem.KeysUnavailable => "keys_unavailable",
            OcmSignatureProblem.LegacyForm => "legacy_form",
            OcmSignatureProblem.UnusableComponent => "unusable_component",
            OcmSignatureProblem.WrongSignature => "wrong_signature",
            OcmSignatureProblem.Replayed => "replayed",
            _ => "other",
        },
        _ => "unsigned",
    };
}
