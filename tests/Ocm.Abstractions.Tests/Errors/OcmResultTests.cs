using System.Text.Json;

namespace Ocm.Errors;

public sealed class OcmResultTests
{
    private static readonly OcmFailure Failure = new(OcmFailureKind.NotFound, "There is no such share.");

    [Test]
    public void Success_HasItsValueAndNoFailure()
    {
        OcmResult<string> result = "value";
        Assert.That(result.IsSuccess, Is.True);
        Assert.That(result.Value, Is.EqualTo("value"));
        Assert.That(result.Failure, Is.Null);
        Assert.That(result.TryGetValue(out var value, out var failure), Is.True);
        Assert.That((value, failure), Is.EqualTo(("value", (OcmFailure?)null)));
        var (first, second) = result;
        Assert.That((first, second), Is.EqualTo(("value", (OcmFailure?)null)));
    }

    [Test]
    public void Failure_HasItsFailureAndNoValue()
    {
        OcmResult<string> result = Failure;
        Assert.That(result.IsSuccess, Is.False);
        Assert.That(result.Value, Is.Null);
        Assert.That(result.Failure, Is.SameAs(Failure));
        Assert.That(result.TryGetValue(out var value, out var failure), Is.False);
        Assert.That((value, failure), Is.EqualTo(((string?)null, Failure)));
        var (first, second) = result;
        Assert.That((first, second), Is.EqualTo(((string?)null, Failure)));
    }

    [Test]
    public void Default_OfAReferenceType_IsAFailure() => AssertUnset(default(OcmResult<string>));

    [Test]
    public void Default_OfAValueType_IsAFailureToo()
    {
        AssertUnset(default(OcmResult<int>));
        AssertUnset(default(OcmResult<JsonElement>));
    }

    [Test]
    public void Success_WithTheDefaultOfAValueType_IsASuccess()
    {
        OcmResult<int> result = 0;
        Assert.That(result.IsSuccess, Is.True);
        Assert.That(result.Failure, Is.Null);
    }

    [Test]
    public void FailureOfAValueType_IsNoSuccess()
    {
        OcmResult<int> result = Failure;
        Assert.That(result.IsSuccess, Is.False);
        Assert.That(result.Failure, Is.SameAs(Failure));
    }

    [Test]
    public void Null_IsMisuse()
    {
        Assert.That(() => (OcmResult<string>)(string)null!, Throws.ArgumentNullException);
        Assert.That(() => (OcmResult<string>)(OcmFailure)null!, Throws.ArgumentNullException);
    }

    [Test]
    public void ToString_NeverPrintsTheValue()
    {
        OcmResult<string> success = "top-secret";
        OcmResult<string> failure = Failure;
        Assert.That(success.ToString(), Is.EqualTo("Success"));
        Assert.That(failure.ToString(), Is.EqualTo("NotFound: There is no such share."));
        Assert.That(default(OcmResult<string>).ToString(), Does.StartWith("InvalidResponse"));
    }

    [Test]
    public void Unit_IsASuccessWithNothingToSay()
    {
        OcmResult<OcmUnit> result = OcmUnit.Value;
        Assert.That(result.IsSuccess, Is.True);
    }

    private static void AssertUnset<T>(OcmResult<T> result)
    {
        Assert.That(result.IsSuccess, Is.False);
        Assert.That(result.Failure, Is.Not.Null);
        Assert.That(result.TryGetValue(out _, out var failure), Is.False);
        Assert.That(failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }
}
