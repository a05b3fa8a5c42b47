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
        if (IPNetwork.TryParse(text, out network))
        {
            return true;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            return false;
        }

        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
