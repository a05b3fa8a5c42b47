using Ocm.Server.Shares;

namespace Ocm.Server.Access;

/// <summary>
/// A browser that opens a share in the vendor's web application: what the posted token says (draft: Resource Access, step 6).
/// </summary>
/// <param name="Access">The share and what its recipient may do with it.</param>
/// <param name="ExpiresAt">
/// When the token ends. A session that the application opens on its own (a cookie, a socket) must not outlive it, and asks
/// <see cref="ISentShares.FindAsync"/> meanwhile: an ended share ends the session.
/// </param>
/// <param name="ExpiredSessionRedirectUri">
/// Where the application may send the browser when the session ends, so that the receiving server opens the share again; null
/// where the form named none, or one that is not the receiving server's. Use it as it is: nothing is added to it (ACC-12).
/// </param>
public sealed record OcmWebAppSession(OcmShareAccess Access, DateTimeOffset ExpiresAt, Uri? ExpiredSessionRedirectUri);
