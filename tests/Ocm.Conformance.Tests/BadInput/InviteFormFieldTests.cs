using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>Each parameter of an invite acceptance that an older server sends as a form, in each bad form.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Property("Requirement", "INV-04")]
internal sealed class InviteFormFieldTests
{
    private const string Path = "/ocm/invite-accepted";
    private const string Json = """{"recipientProvider":"peer.example","token":"the-invite-token","userID":"einstein","email":"e@peer.example","name":"Albert Einstein"}""";
    private const string Valid = "recipientProvider=peer.example&token=the-invite-token&userID=einstein&email=e%40peer.example&name=Albert+Einstein";

    private OlderScene _scene = null!;
    private string _before = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _scene = await OlderScene.StartAsync(signs: false);
        _before = await _scene.StateAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    // A form that cannot be read has no parameter that could be named.
    private static IEnumerable<TestCaseData<string, int, string?>> Bad() =>
        from variant in FormVariants.Of(Valid)
        where !IsOptional(variant.Parameter, variant.What)
        let expected = variant.What switch
        {
            "missing" or "empty" or "no value" => (400, variant.Parameter),
            "over the limit of a message" => (413, null),
            _ => (400, string.Empty),
        }
        select new TestCaseData<string, int, string?>(variant.Form, expected.Item1, expected.Item2).SetArgDisplayNames(variant.Parameter, variant.What);

    // The same texts as in JSON, escaped: they are read, and each is wrong by itself.
    private static IEnumerable<TestCaseData<string, int, string?>> BadTexts() =>
        from field in MessageFields.Invite
        from variant in FieldVariants.Of(Json, field)
        where variant.Bad && IsText(variant.Json, field.Path) && variant.What != "with a scheme"
        select new TestCaseData<string, int, string?>(ToForm(variant.Json), 400, field.Path).SetArgDisplayNames(field.Path, variant.What);

    [TestCaseSource(nameof(Bad))]
    [TestCaseSource(nameof(BadTexts))]
    public async Task Post_BadParameter_IsAnsweredAsDocumented(string form, int status, string? named)
    {
        var answer = await _scene.PostAsync(Path, form, FormVariants.MediaType);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(answer.WrongFields, named is null ? Is.Empty : Does.Contain(named));
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker));
        Assert.That(await _scene.StateAsync(), Is.EqualTo(_before));
    }

    private static IEnumerable<TestCaseData<string, string>> Optional() =>
        from variant in FormVariants.Of(Valid)
        where IsOptional(variant.Parameter, variant.What)
        select new TestCaseData<string, string>(variant.Form, variant.Parameter).SetArgDisplayNames(variant.Parameter, variant.What);

    [TestCaseSource(nameof(Optional))]
    public async Task Post_WithoutNameOrEmail_IsTakenWithAnEmptyOne(string form, string parameter)
    {
        await using var scene = await OlderScene.StartAsync(signs: false);

        var answer = await scene.PostAsync(Path, form, FormVariants.MediaType);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That((await scene.TakenAsync(Path))[parameter]!.ToString(), Is.Empty);
    }

    [Test]
    public async Task Post_ValidForm_MakesTheContact()
    {
        await using var scene = await OlderScene.StartAsync(signs: false);

        var answer = await scene.PostAsync(Path, Valid, FormVariants.MediaType);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(
            (await scene.TakenAsync(Path)).ToJsonString(),
            Is.EqualTo("""{"userID":"einstein@peer.example","name":"Albert Einstein","email":"e@peer.example"}"""));
    }

    private static bool IsOptional(string parameter, string what) => parameter is "name" or "email" && what is "missing" or "empty" or "no value";

    private static bool IsText(string json, string field) =>
        JsonNode.Parse(json)![field] is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length > 0;

    private static string ToForm(string json) =>
        string.Join('&', JsonNode.Parse(json)!.AsObject().Select(member => $"{member.Key}={Uri.EscapeDataString(member.Value!.GetValue<string>())}"));
}
