using Ocm.Addresses;

namespace Ocm.Server.Peers;

/// <summary>One of the operator's lists, read once. What cannot be read was refused at start-up.</summary>
internal sealed class HostList
{
    private readonly List<HostPattern> _patterns = [];

    internal HostList(IEnumerable<string> hosts)
    {
        foreach (var host in hosts)
        {
            if (HostPattern.TryParse(host, out var pattern))
            {
                _patterns.Add(pattern);
            }
        }
    }

    internal bool Contains(OcmHost host) => _patterns.Exists(pattern => pattern.Matches(host));
}
