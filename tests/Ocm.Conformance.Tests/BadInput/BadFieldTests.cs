using Ocm.Conformance.Rig;
using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Each field of each call in each bad form, signed correctly, over real HTTP: the answer is the documented status and names the
/// field, it repeats nothing of what was sent, and the server's state is as before.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class BadFieldTests
{
    private Scene _scene = null!;
    private string _before = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _scene = await Scene.StartAsync();
        _before = await _scene.StateAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    private static IEnumerable<TestCaseData<Call, string, string>> Bad() =>
        from call in Calls.All
        from field in call.Fields
        from variant in FieldVariants.Of(call.Json, field)
        where variant.Bad
        select new TestCaseData<Call, string, string>(call, field.Path, variant.Json).SetArgDisplayNames(call.Name, field.Path, variant.What);

    [TestCaseSource(nameof(Bad))]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    [Property("Requirement", "SHARE-07"), Property("Forbidden", "SHARE-07")]
    [Property("Requirement", "SHARE-13"), Property("Forbidden", "SHARE-13")]
    [Property("Requirement", "SHARE-17"), Property("Forbidden", "SHARE-17")]
    [Property("Requirement", "NOTIF-10"), Property("Forbidden", "NOTIF-10")]
    [Property("Requirement", "REQ-01"), Property("Forbidden", "REQ-01")]
    public async Task Post_BadField_Is400AndNamesIt(Call call, string field, string json)
    {
        var answer = await _scene.Test.PostAsync(call.Path, _scene.Fill(json));

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Does.Contain(field));
        await AssertNothingHappenedAsync(answer);
    }

    private static IEnumerable<TestCaseData<Call, string>> Twice() =>
        from call in Calls.All
        from field in call.Fields
        select new TestCaseData<Call, string>(call, FieldVariants.Twice(call.Json, field.Path)).SetArgDisplayNames(call.Name, field.Path);

    [TestCaseSource(nameof(Twice))]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    public async Task Post_FieldTwice_Is400ForTheWholeMessage(Call call, string json)
    {
        var answer = await _scene.Test.PostAsync(call.Path, _scene.Fill(json));

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.Json.GetProperty("validationErrors")[0].GetProperty("message").GetString(), Does.Contain("duplicate"));
        await AssertNothingHappenedAsync(answer);
    }

    private static IEnumerable<TestCaseData<Call, UnknownValue>> Unknown() =>
        from call in Calls.All
        from value in call.Unknown
        select new TestCaseData<Call, UnknownValue>(call, value).SetArgDisplayNames(call.Name, value.Field, value.Value);

    [TestCaseSource(nameof(Unknown))]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    [Property("Requirement", "SHARE-24"), Property("Forbidden", "SHARE-24")]
    [Property("Requirement", "SHARE-31"), Property("Forbidden", "SHARE-31")]
    [Property("Requirement", "SIG-17"), Property("Forbidden", "SIG-17")]
    public async Task Post_UnknownValue_IsAnsweredAsDocumented(Call call, UnknownValue value)
    {
        var answer = await _scene.Test.PostAsync(call.Path, _scene.Fill(FieldVariants.With(call.Json, value.Field, value.Value)));

        Assert.That(answer.Status, Is.EqualTo(value.Status), answer.Body);
        Assert.That(answer.WrongFields, value.IsNamed ? Does.Contain(value.Field) : Is.Empty);
        await AssertNothingHappenedAsync(answer);
    }

    private async Task AssertNothingHappenedAsync(Answer answer)
    {
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker), "what was sent is not repeated");
        Assert.That(answer.Json.GetProperty("message").GetString(), Is.Not.Empty);
        Assert.That(await _scene.StateAsync(), Is.EqualTo(_before));
    }
}
