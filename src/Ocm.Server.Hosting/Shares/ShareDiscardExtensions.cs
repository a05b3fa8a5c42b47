using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ocm.Contacts;
using Ocm.Server;
using Ocm.Server.Shares;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers reasons to discard received shares (draft: Decision to Discard; SHARE-25).</summary>
public static class ShareDiscardExtensions
{
    /// <summary>Registers a reason of the vendor's own.</summary>
    /// <typeparam name="T">The policy; resolved once per operation. Several may be added.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddShareDiscardPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IOcmServerBuilder builder)
        where T : class, IShareDiscardPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Scoped<IShareDiscardPolicy, T>());
        return builder;
    }

    /// <summary>
    /// Discards shares for a user from a sender that is none of that user's contacts (403). Needs an <see cref="IContactStore"/>.
    /// Nothing announces it to other servers; <see cref="OcmServerOptions.RequireInvites"/> announces the stricter criterion.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder DiscardSharesOfStrangers(this IOcmServerBuilder builder) => builder.AddShareDiscardPolicy<StrangerPolicy>();

    /// <summary>
    /// Discards shares whose WebDAV resource does not answer within 5 seconds to what was offered: 403, or 503 where it may later.
    /// Costs the sending server a token exchange and a PROPFIND for each share.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder DiscardUnreachableShares(this IOcmServerBuilder builder) => builder.AddShareDiscardPolicy<ResourceProbePolicy>();
}
