namespace Ocm.Addresses;

internal static class HostSubcomponent
{
    /// <summary>Puts an IPv6 address, which <see cref="Uri.IdnHost"/> gives bare, back into its brackets.</summary>
    internal static string ToHostSubcomponent(this string host) =>
        host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;
}
