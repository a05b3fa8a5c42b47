namespace Ocm.Server;

/// <summary>How much of older OCM versions a server takes; single options refine it.</summary>
public enum OcmPosture
{
    /// <summary>Draft-07 only: signatures required, no legacy shape. The default.</summary>
    Strict,

    /// <summary>
    /// Deployed legacy servers too; a server that publishes <c>jwksUri</c> is still held to draft-07. For them to read what is
    /// shared the WebDAV endpoint needs <c>RequireOcmShareBelow</c>.
    /// </summary>
    Interoperable,
}
