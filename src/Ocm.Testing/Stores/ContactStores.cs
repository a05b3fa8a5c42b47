using Ocm.Contacts;
using Ocm.Invites;

namespace Ocm.Testing.Stores;

/// <summary>The two stores that an accepted invite changes together.</summary>
/// <param name="Contacts">The address books.</param>
/// <param name="Invites">The invites.</param>
public sealed record ContactStores(IContactStore Contacts, IInviteStore Invites);
