using Microsoft.AspNetCore.Http.Features;

namespace Ocm.Samples.Peer.Pages;

/// <summary>Reads the small forms of the pages.</summary>
internal static class PageForm
{
    private static readonly FormOptions Limits = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = 4096 };

    /// <summary>The fields; null where the body is no such form.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(Limits, request.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A field that is there once.</summary>
    public static string? Field(this IFormCollection form, string name) => form.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
