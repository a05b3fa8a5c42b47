using System.Text;
using Ocm.Invites;

namespace Ocm.Abstractions.Tests.Invites;

/// <summary>What users paste, whoever handed it out.</summary>
internal sealed class InviteTextTests
{
    private static IEnumerable<string> Texts() =>
    [
        Base64("token-1@cloud.example"),
        Base64("token-1@cloud.example").TrimEnd('='),
        Base64("token-1@https://cloud.example"),
        "  token-1@cloud.example ",
        "token-1@https://cloud.example/",
        "https://cloud.example/apps/accept?token=token-1",
        "https://wayf.example/accept?token=token-1&providerDomain=cloud.example",
        "https://wayf.example/accept?token=token-1&providerDomain=https%3A%2F%2Fcloud.example",
    ];

    [TestCaseSource(nameof(Texts))]
    [Property("Requirement", "INV-06")]
    [Property("Requirement", "INV-07")]
    public void TryParse_AnyForm_IsTheInvite(string text)
    {
        Assert.That(InviteText.TryParse(text, out var invite), Is.True);
        Assert.That((invite!.Token.Reveal(), invite.Provider.Value), Is.EqualTo(("token-1", "cloud.example")));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("@cloud.example")]
    [TestCase("token")]
    [TestCase("token@")]
    [TestCase("mailto:token@cloud.example")]
    [TestCase("https://user@cloud.example/?token=x")]
    [TestCase("https://cloud.example/?token=x&providerDomain=a.example&providerDomain=b.example")]
    [TestCase("%%%%")]
    public void TryParse_NoInvite_IsRefused(string? text) => Assert.That(InviteText.TryParse(text, out _), Is.False);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
