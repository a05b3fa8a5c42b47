using System.Globalization;

namespace Ocm.Samples.Peer.Api;

/// <summary>What every call of the local API knows.</summary>
internal static class ApiCalls
{
    private const int MaxItems = 1000;

    /// <summary>The signed-in user.</summary>
    public static string UserName(this HttpContext context) =>
        context.User.Identity?.Name ?? throw new InvalidOperationException("The endpoint requires a user.");

    /// <summary>How many items <c>?limit=</c> asks for; the most that one page can hold without it.</summary>
    /// <exception cref="ApiProblem">It is no such number.</exception>
    public static int Limit(this HttpRequest request)
    {
        var text = request.Query["limit"].ToString();
        return text.Length == 0 ? MaxItems
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxItems ? limit
            : throw ApiProblem.BadRequest($"limit must be a whole number from 1 to {MaxItems}.");
    }

    /// <summary>The item after which <c>?after=</c> continues.</summary>
    public static string? After(this HttpRequest request) => request.Query["after"].ToString() is { Length: > 0 } id ? id : null;
}
