namespace Ocm.Server.Access;

/// <summary>Metadata of an endpoint that takes its WebDAV path itself for the share, where a request comes with a secret.</summary>
/// <param name="Path">The path, without a slash at its end.</param>
internal sealed record WebDavRoot(string Path);
