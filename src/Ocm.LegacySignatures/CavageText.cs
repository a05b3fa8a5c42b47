using System.Text;
using Ocm.HttpSignatures.Components;

namespace Ocm.LegacySignatures;

/// <summary>What a signature signs (draft-cavage-http-signatures-12, section 2.3).</summary>
internal static class CavageText
{
    internal const string RequestTarget = "(request-target)";
    internal const string Host = "host";

    /// <summary>
    /// The signing string. Where the request target is not in the list, it stands first all the same: that is how Nextcloud
    /// signs and verifies.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="headers">The list, in lower case.</param>
    /// <returns>The bytes; null where a header is not there or cannot be signed.</returns>
    internal static byte[]? Create(HttpRequestView request, IReadOnlyList<string> headers)
    {
        var text = new StringBuilder();
        if (!headers.Contains(RequestTarget, StringComparer.Ordinal))
        {
            Append(text, RequestTarget, Target(request));
        }

        foreach (var name in headers)
        {
            var value = name switch
            {
                RequestTarget => Target(request),

                // Of the configured origin: a proxy may have changed the header.
                Host => Authority(request.TargetUri),
                _ => request.GetHeaderLines(name).Combine(),
            };
            if (value is null || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                return null;
            }

            Append(text, name, value);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, string name, string value)
    {
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append(name).Append(": ").Append(value);
    }

    private static string Target(HttpRequestView request) => $"{Lower(request.Method)} {request.RequestTarget}";

    private static string Authority(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = uri.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? uri[start..] : uri.Substring(start, end);
    }

#pragma warning disable CA1308 // The draft wants the method in lower case.
    private static string Lower(string method) => method.ToLowerInvariant();
#pragma warning restore CA1308
}
