using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Conformance.BadInput;

/// <summary>Each parameter of the token request in each bad form: always 400 with an OAuth code, and no token.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class TokenRequestTests
{
    private const string Valid = "grant_type=authorization_code&client_id=peer.example&code=the-secret";

    private Scene _scene = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await Scene.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    private static IEnumerable<TestCaseData<string, string>> Bad()
    {
        foreach (var (parameter, what, form) in FormVariants.Of(Valid))
        {
            yield return Case(parameter, what, form, TokenErrorResponse.InvalidRequest);
        }

        yield return Case("grant_type", "unknown", Valid.Replace("authorization_code", "zq9mark", StringComparison.Ordinal), TokenErrorResponse.UnsupportedGrantType);
        yield return Case("grant_type", "another of OAuth", Valid.Replace("authorization_code", "refresh_token", StringComparison.Ordinal), TokenErrorResponse.UnsupportedGrantType);
        yield return Case("client_id", "no host", Valid.Replace("peer.example", "https%3A%2F%2Fzq9mark", StringComparison.Ordinal), TokenErrorResponse.InvalidRequest);
        yield return Case("client_id", "too long", Valid.Replace("peer.example", "zq9mark" + new string('a', 300), StringComparison.Ordinal), TokenErrorResponse.InvalidRequest);
        yield return Case("client_id", "another server", Valid.Replace("peer.example", "127.0.0.1:1", StringComparison.Ordinal), TokenErrorResponse.InvalidClient);
        yield return Case("code", "unknown", Valid.Replace("the-secret", "zq9mark", StringComparison.Ordinal), TokenErrorResponse.InvalidGrant);
        yield return Case("code", "too long", Valid.Replace("the-secret", "zq9mark" + new string('a', 5000), StringComparison.Ordinal), TokenErrorResponse.InvalidGrant);
        yield return Case("code", "with control characters", Valid.Replace("the-secret", "zq9mark%00%0A", StringComparison.Ordinal), TokenErrorResponse.InvalidGrant);
        yield return Case("parameters", "too many", Valid + string.Concat(Enumerable.Range(0, 40).Select(i => $"&p{i}=x")), TokenErrorResponse.InvalidRequest);
        yield return Case("body", "empty", string.Empty, TokenErrorResponse.InvalidRequest);
        yield return Case("body", "JSON", """{"grant_type":"authorization_code"}""", TokenErrorResponse.InvalidRequest);
    }

    [TestCaseSource(nameof(Bad))]
    [Property("Requirement", "TOK-04"), Property("Forbidden", "TOK-04")]
    public async Task Post_BadParameter_Is400WithTheCode(string form, string error)
    {
        var answer = await _scene.Test.PostAsync("/ocm/token", _scene.Fill(form), FormVariants.MediaType);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.Json.GetProperty("error").GetString(), Is.EqualTo(error));
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker));
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
    }

    [Test]
    [Property("Requirement", "TOK-02")]
    [Property("Requirement", "TOK-03")]
    public async Task Post_ValidForm_IsExchangedAndOnlyThenIsThereAToken()
    {
        await using var scene = await Scene.StartAsync();
        var before = await scene.StateAsync();

        var refused = await scene.Test.PostAsync("/ocm/token", scene.Fill(Valid.Replace("the-secret", "x", StringComparison.Ordinal)), FormVariants.MediaType);
        var afterRefusal = await scene.StateAsync();
        var taken = await scene.Test.PostAsync("/ocm/token", scene.Fill(Valid + "&redirect_uri=x"), FormVariants.MediaType);

        Assert.That((refused.Status, afterRefusal), Is.EqualTo((400, before)));
        Assert.That(taken.Status, Is.EqualTo(200), taken.Body);
        Assert.That(taken.Json.GetProperty("token_type").GetString(), Is.EqualTo("Bearer"));
        Assert.That(await scene.StateAsync(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Table_HasEveryParameterOfTheRequest() => Assert.That(
        new TokenRequest(Addresses.OcmHost.Parse("a.example"), new SecretString("x")).ToForm().Select(pair => pair.Key),
        Is.EqualTo(Valid.Split('&').Select(parameter => parameter.Split('=')[0])));

    private static TestCaseData<string, string> Case(string parameter, string what, string form, string error) =>
        new TestCaseData<string, string>(form, error).SetArgDisplayNames(parameter, what);
}
