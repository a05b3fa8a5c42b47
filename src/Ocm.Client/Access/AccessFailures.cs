using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>The failures of resource access in words of ours.</summary>
internal static class AccessFailures
{
    internal static OcmFailure NotAccepted { get; } = new(OcmFailureKind.Conflict, "The recipient has not accepted the share yet.");

    internal static OcmFailure Expired { get; } = Ended("The share has expired.") with { Rule = "SHARE-29" };

    internal static OcmFailure Declined { get; } = Ended("The recipient declined or removed the share.");

    internal static OcmFailure Unshared { get; } = Ended("The sending side has ended the share.");

    internal static OcmFailure OtherUser { get; } = new(OcmFailureKind.Forbidden, "The share is with another user.");

    internal static OcmFailure NeedsSecondFactor { get; } =
        new(OcmFailureKind.MfaRequired, "The share requires a second factor, which the user's session does not have: the user must step up first.")
        {
            Rule = "ACC-07",
        };

    internal static OcmFailure UnknownRequirement { get; } =
        new(OcmFailureKind.NotSupported, "The share has a requirement that this server does not know, so it cannot be fulfilled.");

    internal static OcmFailure NoWrite { get; } = new(
        OcmFailureKind.Forbidden,
        "The share has no write permission. AccessContext.Permissions overrides what the share says; the sending server decides in any case.");

    internal static OcmFailure LegacySecret { get; } = new(
        OcmFailureKind.Blocked,
        "The share has the deprecated form of OCM 1.0 (a secret in protocol.options). OcmAccessOptions.AllowLegacySecrets opens such shares.")
    {
        Rule = "ACC-11",
    };

    internal static OcmFailure ForeignHost { get; } = new(
        OcmFailureKind.Blocked,
        "The share's WebDAV URI is not on the sending server. OcmAccessOptions.AllowForeignResourceHosts opens such shares.");

    internal static OcmFailure BadUri { get; } = new(OcmFailureKind.InvalidResponse, "The share's WebDAV URI is not usable.");

    internal static OcmFailure BadSecret { get; } =
        new(OcmFailureKind.InvalidResponse, "The share's secret or token holds characters that cannot be sent in a header.");

    internal static OcmFailure NoWebDavPath { get; } = new(
        OcmFailureKind.NotSupported,
        "The sending server announces no usable WebDAV path, which the share's relative URI needs.")
    {
        Rule = "ACC-01",
    };

    internal static OcmFailure NoTokenEndPoint { get; } = new(
        OcmFailureKind.NotSupported,
        "The share requires a token exchange, and the sending server announces no token endpoint.")
    {
        Rule = "TOK-09",
    };

    internal static OcmFailure NotBearer { get; } =
        new(OcmFailureKind.InvalidResponse, "The sending server issued a token that is not a bearer token.");

    internal static OcmFailure NotAFolder { get; } = new(OcmFailureKind.Invalid, "The path is not a folder.");

    internal static OcmFailure BodyNotRepeatable { get; } = new(
        OcmFailureKind.Unavailable,
        "The sending server refused the token in the middle of an upload that cannot be sent again. The token is renewed: write the file once more.")
    {
        PeerStatus = 401,
    };

    internal static OcmFailure CredentialRefused { get; } =
        new(OcmFailureKind.Unauthenticated, "The sending server refused the share's credential.") { PeerStatus = 401 };

    internal static OcmFailure BadListing { get; } =
        new(OcmFailureKind.InvalidResponse, "The sending server's answer to PROPFIND is not valid WebDAV XML.");

    internal static OcmFailure DeepListing { get; } = new(
        OcmFailureKind.InvalidResponse,
        "The sending server's answer to PROPFIND is nested deeper than OcmAccessOptions.MaxListingDepth.");

    internal static OcmFailure LongListing { get; } = new(
        OcmFailureKind.InvalidResponse,
        "The sending server's answer to PROPFIND has more entries than OcmAccessOptions.MaxListingEntries.");

    internal static OcmFailure SlowListing { get; } = new(
        OcmFailureKind.Timeout,
        "The sending server's answer to PROPFIND took longer than OcmAccessOptions.ListingTimeout.");

    internal static OcmFailure IncompleteListing { get; } =
        new(OcmFailureKind.InvalidResponse, "The sending server's answer to PROPFIND does not describe what was asked for.");

    internal static OcmFailure BadRange { get; } =
        new(OcmFailureKind.InvalidResponse, "The sending server answered with another part of the file than was asked for.");

    /// <summary>That a share cannot be opened over WebDAV, with the registered protocols that it offers instead.</summary>
    internal static OcmFailure NoWebDav(ShareProtocols protocol)
    {
        ProtocolName[] registered = [ProtocolName.WebApp, ProtocolName.Ssh, ProtocolName.Embedded];
        var offered = protocol.Offered().ToHashSet();
        var names = registered.Where(offered.Contains).Select(name => name.Value).ToList();
        if (offered.Count > names.Count)
        {
            names.Add("protocols that are not registered");
        }

        return new(OcmFailureKind.NotSupported, $"The share offers no access over WebDAV, only: {string.Join(", ", names)}.");
    }

    internal static OcmFailure EncodedContent { get; } =
        new(OcmFailureKind.InvalidResponse, "The sending server sends the file with a content encoding that was not asked for.");

    internal static OcmFailure NoWebApp { get; } = new(OcmFailureKind.NotSupported, "The share offers no web application.");

    internal static OcmFailure NoCommonTarget { get; } = new(
        OcmFailureKind.NotSupported,
        "The share's web application opens in no way that this server supports.")
    {
        Rule = "ACC-08",
    };

    internal static OcmFailure BadWebAppUri { get; } =
        new(OcmFailureKind.InvalidResponse, "The URI of the share's web application is not usable.");

    internal static OcmFailure RootPath { get; } = OcmFailure.Invalid("path", "must not be the root of the share");

    internal static OcmFailure BadPath { get; } = OcmFailure.Invalid(
        "path",
        "must be relative, without empty, \".\" or \"..\" segments, backslashes and control characters, and at most 4096 characters long");

    private static OcmFailure Ended(string message) => new(OcmFailureKind.Ended, message);
}
