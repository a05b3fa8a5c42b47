using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Http;
using Ocm.Server.Delivery;
using Ocm.Server.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Registration;

internal sealed class RegistrationTests
{
    public static IEnumerable<TestCaseData<Action<IOcmServerBuilder>, string>> MissingRegistrations()
    {
        yield return new TestCaseData<Action<IOcmServerBuilder>, string>(ocm => ocm.AddWebDav().AddInMemoryStores(), "AddUserDirectory").SetArgDisplayNames("user directory");
        yield return new TestCaseData<Action<IOcmServerBuilder>, string>(ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>(), "AddShareStore").SetArgDisplayNames("stores");
        yield return new TestCaseData<Action<IOcmServerBuilder>, string>(ocm => ocm.AddUserDirectory<TestUsers>().AddInMemoryStores(), "AddWebDav").SetArgDisplayNames("protocol");
    }

    [TestCaseSource(nameof(MissingRegistrations))]
    public void Start_MissingRegistration_NamesTheCallThatMendsIt(Action<IOcmServerBuilder> register, string mend) => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings { Register = register }),
        Throws.InvalidOperationException.With.Message.Contains(mend));

    public static IEnumerable<TestCaseData<Action<OcmServerOptions>, string>> WrongOptions()
    {
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.PublicOrigin = null, "PublicOrigin").SetArgDisplayNames("no origin");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.PublicOrigin = new Uri("https://cloud.example.org/path"), "PublicOrigin").SetArgDisplayNames("origin with path");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.PublicOrigin = new Uri("ftp://cloud.example.org"), "https").SetArgDisplayNames("origin with another scheme");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.BasePath = "ocm/", "BasePath").SetArgDisplayNames("base path");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.MaxRequestBytes = 1, "MaxRequestBytes").SetArgDisplayNames("request size");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.TokenLifetime = TimeSpan.Zero, "TokenLifetime").SetArgDisplayNames("token lifetime");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.EndedRetention = TimeSpan.FromDays(6), "OcmDeliveryOptions.MaxAge (7.00:00:00)").SetArgDisplayNames("retention shorter than delivery");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.ShareTypes.Clear(), "ShareTypes").SetArgDisplayNames("share types");
        yield return new TestCaseData<Action<OcmServerOptions>, string>(o => o.Denylist = ["not a host"], "Denylist").SetArgDisplayNames("list entry");
    }

    [TestCaseSource(nameof(WrongOptions))]
    public void Start_WrongOption_NamesIt(Action<OcmServerOptions> change, string name) => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings { Options = change }),
        Throws.InstanceOf<OptionsValidationException>().With.Message.Contains(name));

    public static IEnumerable<TestCaseData<Action<OcmDeliveryOptions>, string>> WrongDeliveryOptions()
    {
        yield return Wrong(o => o.FirstAttemptTimeout = TimeSpan.FromSeconds(-1), "FirstAttemptTimeout");
        yield return Wrong(o => o.FirstRetryDelay = TimeSpan.Zero, "FirstRetryDelay");
        yield return Wrong(o => o.MaxRetryDelay = TimeSpan.FromSeconds(1), "not shorter than FirstRetryDelay");
        yield return Wrong(o => o.MaxAge = TimeSpan.Zero, "MaxAge");
        yield return Wrong(o => o.PollInterval = TimeSpan.Zero, "PollInterval");
        yield return Wrong(o => o.MaxRefusals = 0, "MaxRefusals");
        yield return Wrong(o => o.MaxConcurrent = 0, "MaxConcurrent is");
        yield return Wrong(o => o.MaxConcurrentPerServer = 0, "MaxConcurrentPerServer");
        yield return Wrong(o => o.LeaseDuration = TimeSpan.Zero, "LeaseDuration");
        yield return Wrong(o => o.LeaseDuration = new OcmHttpOptions().CallTimeout, "longer than OcmHttpOptions.CallTimeout (00:00:30)");

        static TestCaseData<Action<OcmDeliveryOptions>, string> Wrong(Action<OcmDeliveryOptions> change, string name) =>
            new TestCaseData<Action<OcmDeliveryOptions>, string>(change, name).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(WrongDeliveryOptions))]
    public void Start_WrongDeliveryOption_NamesIt(Action<OcmDeliveryOptions> change, string name) => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure(change);
            },
        }),
        Throws.InstanceOf<OptionsValidationException>().With.Message.Contains(name));

    [Test]
    public void MapOcm_WithoutAddOcmServer_NamesIt()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.That(() => app.MapOcm(), Throws.InvalidOperationException.With.Message.Contains("AddOcmServer"));
    }

    [Test]
    public async Task AddOcmServer_Twice_IsOneServer()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.AddOcmServer(options => options.ProviderName = "Second");
            },
        });

        Assert.That(server.Services.GetServices<ProtocolBinding>().Count(), Is.EqualTo(1));
        Assert.That(server.Services.GetRequiredService<IOptions<OcmServerOptions>>().Value.ProviderName, Is.EqualTo("Second"));
    }
}
