using System.Text;
using Ocm.Addresses;
using Ocm.Invites;
using Ocm.Shares;

namespace Ocm.Fuzz;

/// <summary>The parsers of addresses and invites: whatever is taken reads the same when it is written again.</summary>
internal static class TextTargets
{
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Of(nameof(OcmAddress), Seeds.Addresses, text => OcmAddress.TryParse(text, out var address) ? OcmAddress.Parse(address.ToString()) == address : null),
        Of(nameof(OcmHost), Seeds.Addresses, text => OcmHost.TryParse(text, out var host)
            ? OcmHost.Parse(host.Value) == host && OcmHost.FromUri(new Uri($"https://{host.Value}/")) == host
            : null),
        Of(nameof(SshAddress), Seeds.Addresses, text => SshAddress.TryParse(text, out var address)
            ? SshAddress.TryParse(address.ToString(), out var again) && again == address
            : null),
        Of(nameof(InviteString), Seeds.InviteStrings, text => InviteString.TryParse(text, out var invite)
            ? InviteString.TryParse(invite.Encode(), out var again) && again == invite
            : null),
    ];

    private static FuzzTarget Of(string name, string[] seeds, Func<string, bool?> isStable) => new(name, Seeds.Utf8(seeds), Garbage: null, bytes =>
    {
        if (isStable(Text(bytes)) == false)
        {
            throw new InvalidOperationException("What was read is another when it is written again.");
        }
    });

    // Bytes that are no UTF-8 become half surrogate pairs, so that those are tried too.
    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes).Replace('\ufffd', bytes.Length % 2 == 0 ? '\ud800' : '\udc00');
}
