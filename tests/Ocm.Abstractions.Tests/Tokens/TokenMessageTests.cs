using System.Text.Json;
using Ocm.Addresses;
using Ocm.Serialization;

namespace Ocm.Tokens;

public sealed class TokenMessageTests
{
    [Test]
    [Property("Requirement", "TOK-01")]
    public void ToForm_IsTheAuthorizationCodeGrant()
    {
        var form = new TokenRequest(OcmHost.Parse("Receiver.example.org:443"), new SecretString("my_secret_code")).ToForm();
        Assert.That(form, Is.EqualTo(new KeyValuePair<string, string>[]
        {
            new("grant_type", "authorization_code"), new("client_id", "receiver.example.org"), new("code", "my_secret_code"),
        }));
    }

    [Test]
    [Property("Requirement", "TOK-05")]
    public void ToForm_OtherPort_IsPartOfTheClientId() => Assert.That(
        new TokenRequest(OcmHost.Parse("receiver.example.org:8443"), new SecretString("c")).ToForm()[1].Value,
        Is.EqualTo("receiver.example.org:8443"));

    [Test]
    [Property("Requirement", "TOK-03")]
    public void Read_Answer_KeepsTokenTypeAndLifetime()
    {
        var answer = OcmJson.Read<TokenResponse>(Examples.Utf8(Examples.TokenIssued)).Value!;
        Assert.That(answer.AccessToken.Reveal(), Is.EqualTo("asdfgh"));
        Assert.That(answer.TokenType, Is.EqualTo(TokenResponse.Bearer));
        Assert.That(answer.ExpiresIn, Is.EqualTo(300));
    }

    [Test]
    [Property("Requirement", "TOK-03")]
    public void Write_Answer_HasNoRefreshToken() => Assert.That(
        OcmJson.Write(new TokenResponse { AccessToken = new SecretString("t"), TokenType = TokenResponse.Bearer, ExpiresIn = 300 }),
        Is.EqualTo("""{"access_token":"t","token_type":"Bearer","expires_in":300}"""u8.ToArray()));

    [TestCase(TokenErrorResponse.InvalidRequest, "invalid_request")]
    [TestCase(TokenErrorResponse.InvalidClient, "invalid_client")]
    [TestCase(TokenErrorResponse.InvalidGrant, "invalid_grant")]
    [TestCase(TokenErrorResponse.UnauthorizedClient, "unauthorized_client")]
    [TestCase(TokenErrorResponse.UnsupportedGrantType, "unsupported_grant_type")]
    [Property("Requirement", "TOK-04")]
    public void Write_Error_IsTheCodeAlone(string code, string word) => Assert.That(
        JsonSerializer.Serialize(new TokenErrorResponse(code), OcmJsonContext.Default.TokenErrorResponse),
        Is.EqualTo($$"""{"error":"{{word}}"}"""));
}
