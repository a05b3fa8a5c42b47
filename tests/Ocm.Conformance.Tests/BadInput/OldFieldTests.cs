using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Dialects;
using Ocm.Conformance.Rig;
using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Each field of each call in an older form, in each bad form, of an older server to one that takes older forms: what is refused
/// is answered as documented and changes nothing, and of what is taken the table says what it became.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class OldFieldTests
{
    private static readonly OldCall[] Calls = [.. OldShareCalls.All, .. OldInviteCalls.All, .. OldNotificationCalls.All];

    private OlderScene _signed = null!;
    private OlderScene _unsigned = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _signed = await OlderScene.StartAsync(signs: true);
        _unsigned = await OlderScene.StartAsync(signs: false);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _signed.DisposeAsync();
        await _unsigned.DisposeAsync();
    }

    private static IEnumerable<TestCaseData<OldCall, OldValue, string>> Refused() =>
        from call in Calls
        from value in call.Refused()
        select new TestCaseData<OldCall, OldValue, string>(call, value.Expected, value.Json).SetArgDisplayNames(call.Name, value.Expected.Field, value.What);

    [TestCaseSource(nameof(Refused))]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    [Property("Requirement", "NOTIF-10"), Property("Forbidden", "NOTIF-10")]
    public async Task Post_BadFieldOfAnOlderForm_IsAnsweredAsDocumented(OldCall call, OldValue expected, string json)
    {
        var answer = await RefusedAsync(call, json);

        Assert.That(answer.Status, Is.EqualTo(expected.Status), answer.Body);
        Assert.That(answer.WrongFields, expected.Path is null ? Is.Empty : Does.Contain(expected.Path));
    }

    private static IEnumerable<TestCaseData<OldCall, string>> Twice() =>
        from call in Calls
        from field in call.Fields
        where !call.IsSigned
        select new TestCaseData<OldCall, string>(call, FieldVariants.Twice(call.Json, field.Path)).SetArgDisplayNames(call.Name, field.Path);

    [TestCaseSource(nameof(Twice))]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    public async Task Post_FieldOfAnOlderFormTwice_Is400ForTheWholeMessage(OldCall call, string json)
    {
        var answer = await RefusedAsync(call, json);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { string.Empty }));
    }

    private static IEnumerable<TestCaseData<OldCall, OldValue, string>> Taken() =>
        from call in Calls
        from value in call.Taken()
        select new TestCaseData<OldCall, OldValue, string>(call, value.Expected, value.Json).SetArgDisplayNames(call.Name, value.Expected.Field, value.What);

    [TestCaseSource(nameof(Taken))]
    [Property("Requirement", "SHARE-22")]
    public async Task Post_FieldOfAnOlderForm_IsTakenAndBecomesWhatTheTableSays(OldCall call, OldValue expected, string json)
    {
        await using var scene = await OlderScene.StartAsync(call.IsSigned);

        var answer = await scene.PostAsync(call.Path, json);

        Assert.That(answer.Status, Is.EqualTo(call.Success), answer.Body);
        Assert.That(TextAt(await scene.TakenAsync(call.Path), expected.Path!), Is.EqualTo(expected.Became));
    }

    [TestCaseSource(nameof(Calls))]
    [Property("Requirement", "SHARE-22")]
    public async Task Post_OlderForm_IsTakenAndChangesSomething(OldCall call)
    {
        await using var scene = await OlderScene.StartAsync(call.IsSigned);
        var before = await scene.StateAsync();

        var answer = await scene.PostAsync(call.Path, call.Json);

        Assert.That(answer.Status, Is.EqualTo(call.Success), answer.Body);
        Assert.That(await scene.StateAsync(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Table_EveryToleranceForWhatIsReceived_IsUsed()
    {
        var reader = _signed.Scene.Test.Server.Services.GetRequiredService<LegacyMessageReader>();
        var used = from call in Calls
                   from json in call.Taken().Select(value => value.Json).Append(call.Json)
                   from tolerance in reader.Read(KindOf(call), JsonElement.Parse(json)).Tolerances
                   select (KindOf(call), tolerance);

        Assert.That(
            used.Distinct(),
            Is.EquivalentTo(Calls.Select(KindOf).Distinct().SelectMany(kind => LegacyMessageReader.Names(kind).Select(name => (kind, name)))));
    }

    private static LegacyMessageKind KindOf(OldCall call) => call.Path switch
    {
        "/ocm/shares" => LegacyMessageKind.Share,
        "/ocm/invite-accepted" => LegacyMessageKind.InviteAcceptance,
        _ => LegacyMessageKind.Notification,
    };

    // The state is compared with that of the moment before, so that one share too many does not fail every case after it.
    private async Task<Answer> RefusedAsync(OldCall call, string json)
    {
        var scene = call.IsSigned ? _signed : _unsigned;
        var before = await scene.StateAsync();

        var answer = await scene.PostAsync(call.Path, json);

        Assert.That(await scene.StateAsync(), Is.EqualTo(before), answer.Body);
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker), "what was sent is not repeated");
        Assert.That(answer.Json.GetProperty("message").GetString(), Is.Not.Empty);
        return answer;
    }

    private static string? TextAt(JsonNode taken, string path)
    {
        JsonNode? node = taken;
        foreach (var step in path.Split('.'))
        {
            node = node?[step];
        }

        return node is JsonArray words ? string.Join(' ', words.Select(word => word!.ToString())) : node?.ToString();
    }
}
