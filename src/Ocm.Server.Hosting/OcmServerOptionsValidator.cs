using System.Buffers;
using Microsoft.Extensions.Options;
using Ocm.Client.Http;
using Ocm.Server.Delivery;
using Ocm.Server.Peers;
using Ocm.Shares;

namespace Ocm.Server;

/// <summary>Says at start-up what is wrong with the options and how to mend it.</summary>
internal sealed class OcmServerOptionsValidator(IOptions<OcmHttpOptions> http, IOptions<OcmDeliveryOptions> delivery) : IValidateOptions<OcmServerOptions>
{
    private static readonly SearchValues<char> NotInPaths = SearchValues.Create("?#{}% ");

    public ValidateOptionsResult Validate(string? name, OcmServerOptions options)
    {
        List<string> failures = [];
        CheckOrigin(options, failures);
        Check(IsPath(options.BasePath), failures, "BasePath must begin with '/' and not end with one, such as \"/ocm\".");
        Check(options.MaxRequestBytes is >= 1024 and <= 64 * 1024 * 1024, failures, "MaxRequestBytes must be 1 KiB to 64 MiB.");
        Check(options.TokenLifetime >= TimeSpan.FromSeconds(1) && options.TokenLifetime <= TimeSpan.FromHours(24), failures,
            "TokenLifetime must be 1 second to 24 hours.");
        Check(options.InviteLifetime >= TimeSpan.FromMinutes(1) && options.InviteLifetime <= TimeSpan.FromDays(365), failures,
            "InviteLifetime must be 1 minute to 365 days.");
        Check(options.ShareTypes.Contains(ShareType.User), failures, "ShareTypes must contain ShareType.User.");
        Check(options.DiscoveryMaxAge >= TimeSpan.Zero && options.DiscoveryMaxAge <= TimeSpan.FromDays(1), failures,
            "DiscoveryMaxAge must be 0 to 1 day.");
        Check(options.WayfPath is null || IsPath(options.WayfPath), failures, "WayfPath must be a path such as \"/wayf\".");
        Check(!options.TakesLegacySignatures || !options.SignaturesRequired, failures,
            "LegacySignatures contradicts must-use-http-sig, which asks every server for signatures of the draft: set Posture to Interoperable and RequireSignatures to false, or leave LegacySignatures off.");
        Check(options.IssueTokens || !options.RequireTokenExchange, failures,
            "RequireTokenExchange announces must-exchange-token, which needs the capability exchange-token (DISC-10): leave IssueTokens on.");
        Check(options.IssueTokens || options.AllowSecretAccess, failures,
            "Without IssueTokens shares open by their secret alone: AllowSecretAccess must stay on.");
        Check(options.InviteAcceptDialog is null || IsPath(options.InviteAcceptDialog) || IsHttpsUrl(options.InviteAcceptDialog), failures,
            "InviteAcceptDialog must be a path such as \"/invite/accept\", or an https URL.");
        Check(options.KnownServerInterval >= TimeSpan.FromMinutes(1) && options.KnownServerInterval <= TimeSpan.FromDays(7), failures,
            "KnownServerInterval must be 1 minute to 7 days.");
        Check(options.EndedRetention is not { } retention || (retention >= delivery.Value.MaxAge && retention >= TimeSpan.FromDays(1) && retention <= TimeSpan.FromDays(36500)), failures,
            $"EndedRetention must be null, or as long as OcmDeliveryOptions.MaxAge ({delivery.Value.MaxAge}), at least 1 day and at most 36500 days: until then other servers may still have to hear of what ended.");
        CheckHosts(options.Allowlist, nameof(options.Allowlist), failures);
        CheckHosts(options.Denylist, nameof(options.Denylist), failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void CheckOrigin(OcmServerOptions options, List<string> failures)
    {
        if (options.PublicOrigin is not { IsAbsoluteUri: true } origin)
        {
            failures.Add("Set PublicOrigin to the origin that other servers see: AddOcmServer(o => o.PublicOrigin = new Uri(\"https://cloud.example.org\")).");
            return;
        }

        Check(origin.Scheme == Uri.UriSchemeHttps || (origin.Scheme == Uri.UriSchemeHttp && http.Value.AllowHttp), failures,
            "PublicOrigin must be https. For tests over plain http set OcmHttpOptions.AllowHttp.");
        Check(origin.PathAndQuery is "/" && origin.Fragment.Length == 0 && origin.UserInfo.Length == 0, failures,
            "PublicOrigin must hold scheme, host and port only.");
    }

    private static void CheckHosts(IList<string>? hosts, string name, List<string> failures)
    {
        foreach (var host in hosts ?? [])
        {
            Check(HostPattern.TryParse(host, out _), failures, $"{name} must hold hosts such as cloud.example.org, cloud.example.org:8443 or *.example.org.");
        }
    }

    private bool IsHttpsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && http.Value.AllowHttp));

    private static bool IsPath(string? path) =>
        path is { Length: > 1 } && path[0] == '/' && path[^1] != '/' && !path.AsSpan().ContainsAny(NotInPaths) && Uri.IsWellFormedUriString(path, UriKind.Relative);

    private static void Check(bool holds, List<string> failures, string mend)
    {
        if (!holds)
        {
            failures.Add(mend);
        }
    }
}
