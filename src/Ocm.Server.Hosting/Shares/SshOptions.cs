using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>How the vendor's product shares and receives over SSH.</summary>
public sealed class SshOptions
{
    /// <summary>The <c>host:port</c>, or the host where the port is 22, of the SSH server that serves shares; null where the product only receives.</summary>
    public string? Address { get; set; }

    /// <summary>Whether shares are received over SSH; needs an <see cref="IRecipientKeyDirectory"/>.</summary>
    public bool Receive { get; set; } = true;

    /// <summary>The resource types that are shared and received; files and folders by default.</summary>
    public IList<ResourceType> ResourceTypes { get; } = [ResourceType.File, ResourceType.Folder];

    /// <summary>Host and port; null where there is no address or it is none.</summary>
    internal SshAddress? Parse() => SshAddress.TryParse($"user@{Address}/", out var address) ? address : null;
}
