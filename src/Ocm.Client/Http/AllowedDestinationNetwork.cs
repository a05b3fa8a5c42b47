using System.Net;

namespace Ocm.Client.Http;

/// <summary>Reads <see cref="AllowedDestination.Network"/>.</summary>
internal static class AllowedDestinationNetwork
{
    /// <summary>A network, one address as a network of its own, or null for no text.</summary>
    internal static IPNetwork? Parse(string? text) => string.IsNullOrEmpty(text)
        ? null
        : TryParse(text, out var network) ? network : throw new FormatException("Not a network such as 10.1.0.0/16.");

    internal static bool TryParse(string text, out IPNetwork network)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            network = default;
            return false;
        }

        if (slash < 0)
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        // Bits after the prefix are a slip of the pen: the network would be larger than what is written.
        return IPNetwork.TryParse(text, out network) && network.BaseAddress.Equals(address);
    }
}
