using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Each field of the token requests of older servers, as JSON and with the grant types before 1.4, in each bad form: always 400 with
/// an OAuth code, and no token.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Property("Requirement", "TOK-04")]
internal sealed class OldTokenRequestTests
{
    private const string Json = "application/json";
    private const string Valid = """{"grant_type":"ocm_authorization_code","client_id":"http://peer.example/","code":"the-secret"}""";
    private const string ValidForm = "grant_type=ocm_share&client_id=http%3A%2F%2Fpeer.example%2F&code=the-secret";

    // What is no text, or none at all, is a missing parameter; a text that means nothing has a code for each parameter.
    private static readonly (FieldRule Field, string Meaningless)[] Fields =
    [
        (new FieldRule("grant_type", FieldKind.Word) { Required = true, Max = 64 }, TokenErrorResponse.UnsupportedGrantType),
        (new FieldRule("client_id", FieldKind.Host) { Required = true }, TokenErrorResponse.InvalidRequest),
        (new FieldRule("code", FieldKind.Secret) { Required = true, Max = 4096 }, TokenErrorResponse.InvalidGrant),
    ];

    private OlderScene _scene = null!;
    private string _before = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _scene = await OlderScene.StartAsync(signs: true);
        _before = await _scene.StateAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    private static IEnumerable<TestCaseData<string, string, string>> Bad()
    {
        foreach (var (field, meaningless) in Fields)
        {
            foreach (var (what, json, _) in FieldVariants.Of(Valid, field).Where(variant => variant.Bad && variant.What != "with a scheme"))
            {
                yield return Case(field.Path, what, json, Json, IsText(json, field.Path) ? meaningless : TokenErrorResponse.InvalidRequest);
            }

            yield return Case(field.Path, "twice", FieldVariants.Twice(Valid, field.Path), Json, TokenErrorResponse.InvalidRequest);
        }

        yield return Case("grant_type", "unknown", FieldVariants.With(Valid, "grant_type", "\"zq9mark\""), Json, TokenErrorResponse.UnsupportedGrantType);
        yield return Case("grant_type", "another of OAuth", FieldVariants.With(Valid, "grant_type", "\"refresh_token\""), Json, TokenErrorResponse.UnsupportedGrantType);
        yield return Case("client_id", "another server", FieldVariants.With(Valid, "client_id", "\"http://127.0.0.1:1/\""), Json, TokenErrorResponse.InvalidClient);
        yield return Case("client_id", "with a scheme", FieldVariants.With(Valid, "client_id", "\"https://zq9mark.example\""), Json, TokenErrorResponse.InvalidClient);
        yield return Case("code", "unknown", FieldVariants.With(Valid, "code", "\"zq9mark\""), Json, TokenErrorResponse.InvalidGrant);
        yield return Case("body", "empty", string.Empty, Json, TokenErrorResponse.InvalidRequest);
        yield return Case("body", "a list", $"[{Valid}]", Json, TokenErrorResponse.InvalidRequest);
        yield return Case("body", "a form", ValidForm, Json, TokenErrorResponse.InvalidRequest);
        yield return Case("body", "neither", Valid, "text/plain", TokenErrorResponse.InvalidRequest);
        foreach (var (parameter, what, form) in FormVariants.Of(ValidForm))
        {
            yield return Case(parameter, $"{what}, form", form, FormVariants.MediaType, TokenErrorResponse.InvalidRequest);
        }
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Post_BadFieldOfAnOlderForm_Is400WithTheCode(string body, string contentType, string error)
    {
        var answer = await _scene.PostAsync("/ocm/token", body, contentType);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.Json.GetProperty("error").GetString(), Is.EqualTo(error));
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker));
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(await _scene.StateAsync(), Is.EqualTo(_before));
    }

    [TestCase(Valid, Json)]
    [TestCase(ValidForm, FormVariants.MediaType)]
    [TestCase("""{"grant_type":"ocm_share","client_id":"peer.example","code":"the-secret","redirect_uri":null}""", Json)]
    [TestCase("""{"grant_type":"authorization_code","client_id":"peer.example","code":"the-secret","x":{"y":[1]}}""", Json)]
    [Property("Requirement", "TOK-03")]
    public async Task Post_OlderForm_IsExchanged(string body, string contentType)
    {
        await using var scene = await OlderScene.StartAsync(signs: true);
        var before = await scene.StateAsync();

        var answer = await scene.PostAsync("/ocm/token", body, contentType);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(answer.Json.GetProperty("token_type").GetString(), Is.EqualTo("Bearer"));
        Assert.That(await scene.StateAsync(), Is.Not.EqualTo(before));
    }

    private static bool IsText(string json, string field) =>
        JsonNode.Parse(json)![field] is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length > 0;

    private static TestCaseData<string, string, string> Case(string field, string what, string body, string contentType, string error) =>
        new TestCaseData<string, string, string>(body, contentType, error).SetArgDisplayNames(field, what);
}
