using Microsoft.AspNetCore.Http;
using Ocm.Client.Access;

namespace Ocm.Server.Access;

/// <summary>Answers the user's browser with the page that opens a web application.</summary>
public static class WebAppLaunchExtensions
{
    /// <summary>
    /// The page that posts the token to the web application by itself, with its headers. Serve it only to the user for whom
    /// the application was opened.
    /// </summary>
    /// <param name="launch">What <c>IReceivedShares.OpenWebAppAsync</c> gave.</param>
    /// <returns>The answer, for a minimal API or an MVC action.</returns>
    public static IResult ToResult(this WebAppLaunch launch)
    {
        ArgumentNullException.ThrowIfNull(launch);
        return new WebAppLaunchResult(launch.ToPage());
    }
}
