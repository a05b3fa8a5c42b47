using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Http;

namespace Ocm.Client.Tests.Http;

public sealed class OcmHttpOptionsTests
{
    private static readonly TestCaseData<Action<OcmHttpOptions>, string>[] Mistakes =
    [
        new(o => o.ConnectTimeout = TimeSpan.Zero, "OcmHttpOptions.ConnectTimeout"),
        new(o => o.CallTimeout = Timeout.InfiniteTimeSpan, "OcmHttpOptions.CallTimeout"),
        new(o => o.CallTimeout = TimeSpan.MaxValue, "OcmHttpOptions.CallTimeout"),
        new(o => o.IdleReadTimeout = TimeSpan.FromSeconds(-1), "OcmHttpOptions.IdleReadTimeout"),
        new(o => o.RetryDelay = TimeSpan.Zero, "OcmHttpOptions.RetryDelay"),
        new(o => o.ConnectionLifetime = TimeSpan.Zero, "OcmHttpOptions.ConnectionLifetime"),
        new(o => o.MaxRetryAfter = TimeSpan.FromSeconds(-1), "OcmHttpOptions.MaxRetryAfter"),
        new(o => o.MaxResponseBytes = 0, "OcmHttpOptions.MaxResponseBytes"),
        new(o => o.MaxResponseHeadersLength = 0, "OcmHttpOptions.MaxResponseHeadersLength"),
        new(o => o.MaxConcurrentCallsPerServer = 0, "OcmHttpOptions.MaxConcurrentCallsPerServer"),
        new(o => o.MaxConcurrentStreamsPerServer = 0, "OcmHttpOptions.MaxConcurrentStreamsPerServer"),
        new(o => o.MaxQueuedCallsPerServer = -1, "OcmHttpOptions.MaxQueuedCallsPerServer"),
        new(o => o.MaxTrackedServers = 0, "OcmHttpOptions.MaxTrackedServers"),
        new(o => o.MaxRetries = -1, "OcmHttpOptions.MaxRetries"),
        new(o => o.CircuitBreaker.FailureRatio = double.NaN, "OcmHttpOptions.CircuitBreaker.FailureRatio"),
        new(o => o.CircuitBreaker.FailureRatio = 0, "OcmHttpOptions.CircuitBreaker.FailureRatio"),
        new(o => o.CircuitBreaker.SamplingDuration = TimeSpan.Zero, "OcmHttpOptions.CircuitBreaker.SamplingDuration"),
        new(o => o.CircuitBreaker.MinimumThroughput = 1, "OcmHttpOptions.CircuitBreaker.MinimumThroughput"),
        new(o => o.CircuitBreaker.BreakDuration = TimeSpan.FromDays(2), "OcmHttpOptions.CircuitBreaker.BreakDuration"),
        new(o => o.AllowedPorts.Add(65536), "OcmHttpOptions.AllowedPorts"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination()), "OcmHttpOptions.AllowedDestinations[0] is empty"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination { Host = "https://example.org" }), "OcmHttpOptions.AllowedDestinations[0].Host"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination { Host = "*.example.org" }), "OcmHttpOptions.AllowedDestinations[0].Host"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination { Host = "example.org:8443" }), "OcmHttpOptions.AllowedDestinations[0].Host"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination { Host = "example.org:443" }), "OcmHttpOptions.AllowedDestinations[0].Host"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination { Network = "10.1.2.3/8" }), "OcmHttpOptions.AllowedDestinations[0].Network"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination { Network = "ten" }), "OcmHttpOptions.AllowedDestinations[0].Network"),
        new(o => o.AllowedDestinations.Add(new AllowedDestination { Port = 0 }), "OcmHttpOptions.AllowedDestinations[0].Port"),
        new(o => o.PinnedCertificates["example.org:8443"] = [Convert.ToBase64String(new byte[32])], "OcmHttpOptions.PinnedCertificates has a key"),
        new(o => o.PinnedCertificates["example.org"] = [], "OcmHttpOptions.PinnedCertificates has a value"),
        new(o => o.PinnedCertificates["example.org"] = ["not base64"], "OcmHttpOptions.PinnedCertificates has a value"),
        new(o => o.PinnedCertificates["example.org"] = [Convert.ToBase64String(new byte[20])], "OcmHttpOptions.PinnedCertificates has a value"),
        new(o => o.PinnedCertificates["example.org"] = [Convert.ToBase64String(new byte[64])], "OcmHttpOptions.PinnedCertificates has a value"),
        new(o => o.ClientUserAgent = " ", "OcmHttpOptions.ClientUserAgent"),
        new(o => o.ClientUserAgent = "Example/1\r\nX-Evil: 1", "OcmHttpOptions.ClientUserAgent"),
        new(
            o =>
            {
                o.Proxy = new WebProxy("http://proxy.example:3128");
                o.UseSystemProxy = true;
            },
            "OcmHttpOptions.Proxy and UseSystemProxy"),
    ];

    [Test]
    public void Validate_Defaults_AreValid() => Assert.That(Validate(_ => { }), Is.Empty);

    [TestCaseSource(nameof(Mistakes))]
    public void Validate_Mistake_IsNamedWithTheOptionThatMendsIt(Action<OcmHttpOptions> configure, string message) =>
        Assert.That(Validate(configure), Has.Exactly(1).StartsWith(message));

    [TestCase("example.org", null, null)]
    [TestCase("bücher.example", null, null)]
    [TestCase("127.0.0.1", null, null)]
    [TestCase("[::1]", null, 8443)]
    [TestCase(null, "10.0.0.0/8", null)]
    [TestCase(null, "fd12:3456::/32", null)]
    [TestCase(null, "10.1.2.3", null)]
    [TestCase(null, null, 8443)]
    public void Validate_UsefulEntry_IsValid(string? host, string? network, int? port) =>
        Assert.That(Validate(o => o.AllowedDestinations.Add(new AllowedDestination { Host = host, Network = network, Port = port })), Is.Empty);

    [Test]
    public void Validate_SeveralMistakes_AreAllNamed() =>
        Assert.That(Validate(o =>
        {
            o.CallTimeout = TimeSpan.Zero;
            o.MaxRetries = 99;
        }), Has.Length.EqualTo(2));

    [Test]
    public async Task StartUp_Mistake_FailsBeforeFirstCall()
    {
        var services = new ServiceCollection();
        services.AddPeerHttpClient();
        services.Configure<OcmHttpOptions>(o => o.CallTimeout = TimeSpan.Zero);
        await using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IStartupValidator>().Validate(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("OcmHttpOptions.CallTimeout"));
    }

    [Test]
    public async Task AddPeerHttpClient_Twice_IsOneClient()
    {
        var services = new ServiceCollection();
        services.AddPeerHttpClient();
        var count = services.Count;
        services.AddPeerHttpClient();
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.That(provider.GetServices<PeerHttpClient>().Count(), Is.EqualTo(1));
        Assert.That(services, Has.Count.LessThanOrEqualTo(count + 1));
    }

    [Test]
    public void Bind_FromConfiguration_SetsEveryKindOfOption()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AllowPrivateNetworks"] = "true",
            ["AllowedDestinations:0:Host"] = "corp.example",
            ["AllowedDestinations:0:Network"] = "10.1.0.0/16",
            ["AllowedDestinations:0:Port"] = "8443",
            ["AllowedPorts:0"] = "443",
            ["CallTimeout"] = "00:00:12",
            ["CircuitBreaker:FailureRatio"] = "0.25",
            ["PinnedCertificates:cloud.example:0"] = Convert.ToBase64String(new byte[32]),
        }).Build();
        var options = new OcmHttpOptions();

        configuration.Bind(options);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.AllowPrivateNetworks, Is.True);
            Assert.That(options.AllowedDestinations.Select(d => (d.Host, d.Network, d.Port)), Is.EqualTo(new[] { ("corp.example", "10.1.0.0/16", (int?)8443) }));
            Assert.That(options.AllowedPorts, Is.EqualTo(new[] { 443 }));
            Assert.That(options.CallTimeout, Is.EqualTo(TimeSpan.FromSeconds(12)));
            Assert.That(options.CircuitBreaker.FailureRatio, Is.EqualTo(0.25));
            Assert.That(options.PinnedCertificates["Cloud.Example"], Has.Count.EqualTo(1));
            Assert.That(new OcmHttpOptionsValidator().Validate(null, options).Succeeded, Is.True);
        }
    }

    private static string[] Validate(Action<OcmHttpOptions> configure)
    {
        var options = new OcmHttpOptions();
        configure(options);
        return [.. new OcmHttpOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
