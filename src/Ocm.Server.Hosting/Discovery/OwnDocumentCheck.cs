using System.Text.Json;
using Ocm.Discovery;
using Ocm.Serialization;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Discovery;

/// <summary>
/// Stops the start where the discovery document would promise what nothing serves or enforces (DISC-02 to 04, 08, 10; SHARE-06,
/// 26; ACC-01). A contributor adds; what the SDK derives from the registrations stays as it is. Each message names the mend.
/// </summary>
/// <param name="derived">What follows from the registrations.</param>
/// <param name="document">The same with the contributors' additions.</param>
/// <param name="derivedJson"><paramref name="derived"/> in JSON.</param>
/// <param name="json">The document as it is served.</param>
internal sealed class OwnDocumentCheck(DiscoveryDocument derived, DiscoveryDocument document, byte[] derivedJson, byte[] json)
{
    private static readonly (Capability Capability, string Mend)[] Served =
    [
        (Capability.EnforceMfa, "register the check with AddMfa<T>()"),
        (Capability.ExchangeToken, "set OcmServerOptions.IssueTokens"),
        (Capability.HttpSig, "signatures are always made and verified"),
        (Capability.Invites, "register the store with AddContactStore<T>() or a package with all stores"),
        (Capability.InviteWayf, "set OcmServerOptions.WayfPath"),
        (Capability.Notifications, "notifications are always taken"),
        (Capability.ProtocolObject, "protocol objects are always taken"),
    ];

    private static readonly string[] Addresses = ["enabled", "endPoint", "tokenEndPoint", "jwksUri"];

    internal void Run()
    {
        CheckShares();
        CheckWireRules();
        CheckAddresses();
        CheckCapabilities();
        CheckCriteria();
        CheckResourceTypes();
    }

    /// <summary>Before anything is derived: names that cannot stand in the document, or stand there twice.</summary>
    internal static void CheckBindings(IReadOnlyList<ProtocolBinding> bindings)
    {
        var seen = new HashSet<(string Name, string ResourceType)>();
        foreach (var binding in bindings)
        {
            var name = binding.Name.Value;
            Demand(
                name is not ("" or "multi" or "name" or "options") && !name.EndsWith(ResourceTypeEntry.ReceiveSuffix, StringComparison.Ordinal),
                $"The protocol '{name}' of {binding.GetType().Name} has a name that OCM uses otherwise; choose another ProtocolBinding.Name.");
            foreach (var type in binding.ResourceTypes)
            {
                Demand(type.Value.Length > 0, $"{binding.GetType().Name} names a resource type without a name.");
                Demand(seen.Add((name, type.Value)), $"The protocol '{name}' is registered twice for the resource type '{type}'; keep one AddProtocol<T>().");
            }
        }
    }

    private void CheckShares()
    {
        Demand(document.ResourceTypes.Count > 0, "No protocol is registered, so nothing can be shared. Add .AddWebDav() after AddOcmServer(…).");
        Demand(
            document.Find(ResourceType.File) is not { WebDavPath: null },
            "A server that shares files must share them over WebDAV (DISC-04). Add .AddWebDav() after AddOcmServer(…).");
        Demand(
            document.Has(Capability.ExchangeToken) || !document.ResourceTypes.Any(entry => entry.Protocols.ContainsKey(ProtocolName.WebApp.Value)),
            "A web application is shared by exchanged token only (SHARE-06): set OcmServerOptions.IssueTokens, or leave WebAppOptions.Uri empty.");
    }

    private void CheckWireRules()
    {
        var mistakes = OcmJson.Read<DiscoveryDocument>(json).Failure?.ValidationErrors ?? [];
        Demand(
            mistakes.Count == 0,
            "The discovery document breaks the protocol's rules: " + string.Join("; ", mistakes.Select(error => $"{error.Name} {error.Message}")));
    }

    private void CheckAddresses() => Demand(
        Where(derivedJson).SequenceEqual(Where(json), StringComparer.Ordinal),
        "A contributor changed enabled, endPoint, tokenEndPoint or jwksUri. They are where this server answers: use OcmServerOptions (PublicOrigin, BasePath, Enabled, IssueTokens).");

    private void CheckCapabilities()
    {
        foreach (var (capability, mend) in Served)
        {
            Demand(
                !document.Has(capability) || derived.Has(capability),
                $"A contributor advertises the capability {capability}, which is not served: {mend}.");
            Demand(
                document.Has(capability) || !derived.Has(capability),
                $"A contributor removed the capability {capability}, which is served: {mend}.");
        }
    }

    private void CheckCriteria()
    {
        foreach (var criterion in document.Criteria ?? [])
        {
            Demand(
                derived.Has(criterion),
                $"A contributor advertises the criterion {criterion}, which nothing enforces (SHARE-26): register it with AddCriterion<T>().");
        }

        foreach (var criterion in derived.Criteria ?? [])
        {
            Demand(document.Has(criterion), $"A contributor removed the criterion {criterion}, which is enforced: peers must know it.");
        }
    }

    private void CheckResourceTypes()
    {
        foreach (var entry in document.ResourceTypes)
        {
            var known = derived.Find(entry.Name);
            Demand(
                known is not null,
                $"A contributor advertises the resource type {entry.Name}, which no protocol shares or receives: register one with AddProtocol<T>(), or add it to the options of a protocol.");
            foreach (var name in entry.Protocols.Keys)
            {
                Demand(
                    known!.Protocols.ContainsKey(name),
                    $"A contributor advertises {name} for the resource type {entry.Name}, which no protocol serves: register it with AddProtocol<T>().");
            }

            Demand(
                known!.Protocols.Keys.All(entry.Protocols.ContainsKey) && entry.ShareTypes.ToHashSet().SetEquals(known.ShareTypes),
                $"A contributor changed the share types or removed a protocol of the resource type {entry.Name}: use OcmServerOptions.ShareTypes and the options of the protocol.");
        }

        Demand(
            derived.ResourceTypes.All(entry => document.Find(entry.Name) is not null),
            "A contributor removed a resource type that is shared or received: use the options of the protocol.");
        Demand(
            document.ResourceTypes[0].WebDavPath is not null || document.ResourceTypes.All(entry => entry.WebDavPath is null),
            "A contributor put a resource type without webdav first, where other servers look for the WebDAV path (ACC-01): put one first that has it.");
    }

    private static IEnumerable<string?> Where(byte[] json)
    {
        var members = JsonElement.Parse(json);
        return Addresses.Select(name => members.TryGetProperty(name, out var value) ? value.GetRawText() : null);
    }

    private static void Demand(bool holds, string mend)
    {
        if (!holds)
        {
            throw new InvalidOperationException(mend);
        }
    }
}
