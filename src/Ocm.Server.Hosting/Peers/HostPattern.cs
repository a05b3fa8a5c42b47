using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;

namespace Ocm.Server.Peers;

/// <summary>An entry of an operator's list: a host, or <c>*.</c> and a name for all hosts below it, on any port where none is given.</summary>
internal sealed class HostPattern
{
    private readonly OcmHost _host;
    private readonly bool _below;
    private readonly bool _anyPort;

    private HostPattern(OcmHost host, bool below, bool anyPort)
    {
        _host = host;
        _below = below;
        _anyPort = anyPort;
    }

    internal static bool TryParse(string? text, [NotNullWhen(true)] out HostPattern? pattern)
    {
        pattern = null;
        var below = text?.StartsWith("*.", StringComparison.Ordinal) ?? false;
        var name = below ? text![2..] : text;
        if (!OcmHost.TryParse(name, out var host))
        {
            return false;
        }

        var namesPort = name.LastIndexOf(':') > name.LastIndexOf(']');
        pattern = new HostPattern(host, below, anyPort: !namesPort);
        return true;
    }

    internal bool Matches(OcmHost host) =>
        (_anyPort || host.Port == _host.Port)
        && (_below ? host.Name.EndsWith("." + _host.Name, StringComparison.Ordinal) : host.Name == _host.Name);
}
