using System.Diagnostics.CodeAnalysis;
using Ocm.Contacts;
using Ocm.Server;
using Ocm.Server.Contacts;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the identifiers by which contacts know the users of this server (INV-08).</summary>
public static class GivenIdentifierExtensions
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>
    /// Gives each contact an identifier of its own for a user, of 128 random bits, in the invites that users make and accept from
    /// now on (INV-08). Messages to and from that contact carry it; everything here is stored by the user's own identifier.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddGivenIdentifiers(this IOcmServerBuilder builder) => builder.AddGivenIdentifiers<RandomGivenIdentifiers>();

    /// <summary>Lets the vendor choose the identifier by which each contact comes to know a user (INV-08).</summary>
    /// <typeparam name="T">The policy; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddGivenIdentifiers<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IGivenIdentifierPolicy => builder.Scoped<IGivenIdentifierPolicy, T>();

    /// <summary>Registers the vendor's own store of the identifiers that contacts were given.</summary>
    /// <typeparam name="T">The store; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddGivenIdentifierStore<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IGivenIdentifierStore => builder.Scoped<IGivenIdentifierStore, T>();
}
