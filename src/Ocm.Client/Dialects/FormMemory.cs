using System.Collections.Concurrent;
using Ocm.Addresses;

namespace Ocm.Client.Dialects;

/// <summary>What servers took after they had refused what their documents ask for. Bounded; forgotten with the process.</summary>
internal sealed class FormMemory
{
    /// <summary>In which form a server takes shares.</summary>
    internal Memory<ShareShape> Shares { get; } = new();

    /// <summary>By which name a server knows the grant type of token requests.</summary>
    internal Memory<string> GrantTypes { get; } = new();

    /// <summary>One thing that is remembered of each server.</summary>
    /// <typeparam name="T">What is remembered.</typeparam>
    internal sealed class Memory<T>
    {
        private const int MaxServers = 10_000;

        private readonly ConcurrentDictionary<OcmHost, T> _forms = new();

        internal T Get(OcmHost server, T otherwise) => _forms.GetValueOrDefault(server, otherwise);

        internal void Remember(OcmHost server, T form)
        {
            // Never more than a few thousand differ from their documents; one more than that costs a second call each time.
            if (_forms.Count < MaxServers)
            {
                _forms[server] = form;
            }
        }
    }
}
