using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Access;

namespace Ocm.Server.Hosting.Tests.Access;

public sealed class AccessOptionsTests
{
    [TestCase(OcmPosture.Strict, false)]
    [TestCase(OcmPosture.Interoperable, true)]
    [Property("Requirement", "ACC-11")]
    public void AllowLegacySecrets_ByDefault_FollowsThePosture(OcmPosture posture, bool allowed) =>
        Assert.That(Options(posture, services => services).AllowLegacySecrets, Is.EqualTo(allowed));

    [Test]
    [Property("Requirement", "ACC-11")]
    public void AllowLegacySecrets_SetByTheVendor_Prevails() =>
        Assert.That(
            Options(OcmPosture.Interoperable, services => services.Configure<OcmAccessOptions>(o => o.AllowLegacySecrets = false)).AllowLegacySecrets,
            Is.False);

    private static OcmAccessOptions Options(OcmPosture posture, Func<IServiceCollection, IServiceCollection> register)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOcmServer(o =>
        {
            o.PublicOrigin = new Uri("https://cloud.example.org");
            o.Posture = posture;
        });
        using var provider = register(services).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<OcmAccessOptions>>().Value;
    }
}
