using System.Text;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>
/// The user of Basic authentication (RFC 7617), which older servers set to a share's secret. The password says nothing: it is
/// empty, missing or a run of colons.
/// </summary>
internal static class BasicUser
{
    internal static SecretString? Read(string credentials)
    {
        credentials = credentials.Trim();
        var bytes = new byte[((credentials.Length + 3) / 4) * 3];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
        {
            return null;
        }

        var text = bytes.AsSpan(0, length);
        var colon = text.IndexOf((byte)':');
        var user = colon < 0 ? text : text[..colon];
        return user.IsEmpty || user.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? null : new SecretString(Encoding.ASCII.GetString(user));
    }
}
