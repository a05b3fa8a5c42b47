using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Conformance.WebApps;

/// <summary>The receiving server's side: which applications are offered, and who may open them where.</summary>
internal sealed class WebAppOpeningTests
{
    [TestCase("blank,iframe", "iframe", "iframe")]
    [TestCase("blank,iframe", "iframe,blank", "blank,iframe")]
    [TestCase("blank", "blank,iframe,popup", "blank")]
    [TestCase("blank,popup", "popup", "popup")]
    [Property("Requirement", "SHARE-18")]
    public async Task Share_Targets_AreOnlyThoseThatTheReceiverAdvertises(string sent, string received, string offered)
    {
        await using var pair = await WebAppPair.StartAsync(sent: Targets(sent), received: Targets(received));

        var share = await pair.ShareAsync();

        Assert.That(share.Protocol.WebApp!.Targets, Is.EqualTo(Targets(offered)));
    }

    [TestCase("blank", "iframe")]
    [TestCase("iframe", "blank")]
    [TestCase("blank", "Blank")]
    [Property("Requirement", "SHARE-18"), Property("Forbidden", "SHARE-18")]
    public async Task Share_NoTargetThatTheReceiverAdvertises_IsNotOffered(string sent, string received)
    {
        await using var pair = await WebAppPair.StartAsync(sent: Targets(sent), received: Targets(received));

        var alone = await pair.Servers.ShareAsync(share => share with { Protocols = [ProtocolName.WebApp] });
        await pair.Servers.SharedAsync();
        var byDefault = await pair.Servers.ReceivedAsync();

        Assert.That((alone.Failure?.Kind, alone.Failure?.Rule), Is.EqualTo(((OcmFailureKind?)OcmFailureKind.NotSupported, "SHARE-18")));
        Assert.That(byDefault.Protocol.Offered(), Is.EqualTo(new[] { ProtocolName.WebDav }), "what else is possible is still offered");
    }

    [TestCase(null, "blank")]
    [TestCase("iframe", "iframe")]
    [TestCase("blank", "blank")]
    [Property("Requirement", "ACC-08")]
    public async Task Open_Target_IsTheWantedOneOrTheFirstCommonOne(string? wanted, string expected) =>
        Assert.That((await OpenByAsync(wanted)).Value?.Target.Value, Is.EqualTo(expected));

    [TestCase("popup")]
    [TestCase("_top")]
    [Property("Requirement", "ACC-08"), Property("Forbidden", "ACC-08")]
    public async Task Open_TargetThatIsNotCommon_IsRefused(string wanted)
    {
        var opened = await OpenByAsync(wanted);

        Assert.That((opened.Failure?.Kind, opened.Failure?.Rule), Is.EqualTo(((OcmFailureKind?)OcmFailureKind.NotSupported, "ACC-08")));
    }

    private static async Task<OcmResult<WebAppLaunch>> OpenByAsync(string? target)
    {
        await using var pair = await WebAppPair.StartAsync(received: Targets("popup,blank,iframe"));
        var share = await pair.ShareAsync();
        return await pair.TryOpenAsync(share, opening => opening with { Target = target is null ? null : new WebAppTarget(target) });
    }

    [Test]
    [Property("Requirement", "SHARE-17")]
    [Property("Requirement", "SHARE-19")]
    public async Task Share_WebAppBesideWebDav_CarriesTheSameRequirements()
    {
        await using var pair = await WebAppPair.StartAsync(sending: options => options.PreferTokenExchange = false);

        var share = await pair.ShareAsync(ProtocolName.WebDav, ProtocolName.WebApp);

        Assert.That(share.Protocol.WebApp!.Requirements, Is.EqualTo(new[] { Requirement.MustExchangeToken }));
        Assert.That(share.Protocol.WebDav!.Requirements, Is.EqualTo(share.Protocol.WebApp.Requirements));
        Assert.That(share.Protocol.WebApp.Permissions, Is.EqualTo(new[] { Permission.Read }));
        Assert.That(share.Protocol.WebApp.AppName, Is.EqualTo("Editor"));
    }

    [Test]
    [Property("Requirement", "SHARE-13"), Property("Forbidden", "SHARE-13")]
    public async Task Share_ViewOnly_GoesByTheApplicationAlone()
    {
        await using var pair = await WebAppPair.StartAsync();

        await pair.Servers.SharedAsync(share => share with { Permissions = [Permission.View] });
        var received = await pair.Servers.ReceivedAsync();

        Assert.That(received.Protocol.Offered(), Is.EqualTo(new[] { ProtocolName.WebApp }));
        Assert.That(received.Protocol.WebApp!.Permissions, Is.EqualTo(new[] { Permission.View }));
    }

    [Test]
    public async Task Open_PathInTheFolder_IsAppendedToTheRoot()
    {
        await using var pair = await WebAppPair.StartAsync();
        var share = await pair.ShareAsync();

        var launch = await pair.OpenAsync(share, opening => opening with { Path = "a b/notes.md" });
        var outside = await pair.TryOpenAsync(share, opening => opening with { Path = "../other" });

        Assert.That(launch.Action.AbsolutePath, Is.EqualTo($"/app/{share.ProviderId}/a%20b/notes.md"));
        Assert.That((await pair.PostAsync(launch.Action, launch.ToForm())).Status, Is.EqualTo(System.Net.HttpStatusCode.OK));
        Assert.That(outside.Failure?.Kind, Is.EqualTo(OcmFailureKind.Invalid));
    }

    [Test]
    [Property("Requirement", "ACC-07")]
    [Property("Requirement", "MFA-01")]
    public async Task Open_SecondFactorRequiredAndShown_Opens() => Assert.That(await OpenAsync(hasSecondFactor: true), Is.All.Null);

    [Test]
    [Property("Requirement", "ACC-07"), Property("Forbidden", "ACC-07")]
    [Property("Requirement", "MFA-01"), Property("Forbidden", "MFA-01")]
    public async Task Open_SecondFactorRequiredAndNotShown_IsRefusedAndSaysWhatIsMissing()
    {
        var failures = await OpenAsync(hasSecondFactor: false);

        Assert.That(failures.Select(failure => (failure?.Kind, failure?.Rule)), Is.All.EqualTo(((OcmFailureKind?)OcmFailureKind.MfaRequired, "ACC-07")));
        Assert.That(failures.Select(failure => failure?.Message), Is.All.Contains("step up"));
    }

    private static async Task<OcmFailure?[]> OpenAsync(bool hasSecondFactor)
    {
        await using var pair = await WebAppPair.StartAsync(receiving: ocm =>
        {
            ocm.AddMfa<SteppedUp>();
            ocm.Services.AddSingleton(new SessionStrength(hasSecondFactor));
        });
        await pair.Servers.SharedAsync(share => share with { Protocols = [ProtocolName.WebDav, ProtocolName.WebApp], Requirements = [Requirement.MustUseMfa] });
        var share = await pair.Servers.AcceptAsync();

        var app = await pair.TryOpenAsync(share);
        var files = await pair.Servers.Receiving.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(shares => shares.OpenAsync(share.Id, "marie"));

        Assert.That(share.Protocol.WebApp!.Requirements, Is.EquivalentTo(new[] { Requirement.MustExchangeToken, Requirement.MustUseMfa }));
        return [app.Failure, files.Failure];
    }

    [Test]
    public async Task Open_NotAccepted_OrOfSomebodyElse_IsRefused()
    {
        await using var pair = await WebAppPair.StartAsync();
        await pair.Servers.SharedAsync();
        var share = await pair.Servers.ReceivedAsync();

        var pending = await pair.TryOpenAsync(share);
        var foreign = await pair.Servers.Receiving.WithAsync<IReceivedShares, OcmResult<WebAppLaunch>>(
            shares => shares.OpenWebAppAsync(share.Id, "albert", new WebAppOpening { ExpiredSessionRedirectUri = "/" }));

        Assert.That(pending.Failure?.Kind, Is.EqualTo(OcmFailureKind.Conflict));
        Assert.That(foreign.Failure?.Kind, Is.EqualTo(OcmFailureKind.NotFound));
    }

    private static WebAppTarget[] Targets(string list) => [.. list.Split(',').Select(WebAppTarget.Create)];

    internal sealed record SessionStrength(bool HasSecondFactor);

    private sealed class SteppedUp(SessionStrength strength) : IMfaVerifier
    {
        public ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken) =>
            ValueTask.FromResult(strength.HasSecondFactor);
    }
}
