using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ocm.Contacts;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Server;
using Ocm.Server.Contacts;
using Ocm.Server.Discovery;
using Ocm.Server.Peers;
using Ocm.Server.Shares;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a vendor registers with an OCM server. What is registered is served and advertised; nothing else is.</summary>
public static class OcmServerBuilderExtensions
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>Registers the vendor's users and groups. Required.</summary>
    /// <typeparam name="T">The directory; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddUserDirectory<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IUserDirectory => builder.Scoped<IUserDirectory, T>();

    /// <summary>Registers the vendor's own store of shares and outbox.</summary>
    /// <typeparam name="T">The store; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddShareStore<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IShareStore => builder.Scoped<IShareStore, T>();

    /// <summary>Registers the vendor's own store of contacts, invites and their acceptances; the invite flow is advertised.</summary>
    /// <typeparam name="T">The store; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddContactStore<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IContactStore, IInviteStore, IInviteAcceptanceStore =>
        builder.Scoped<IContactStore, T>().Scoped<IInviteStore, T>().Scoped<IInviteAcceptanceStore, T>();

    /// <summary>Registers the vendor's own store of access tokens.</summary>
    /// <typeparam name="T">The store; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddAccessTokenStore<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IAccessTokenStore => builder.Scoped<IAccessTokenStore, T>();

    /// <summary>Registers the vendor's own memory of used signatures.</summary>
    /// <typeparam name="T">The store; one for the whole server.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddReplayStore<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, ISignatureReplayStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<ISignatureReplayStore, T>());
        return builder;
    }

    /// <summary>
    /// Keeps this server's signing keys in a directory that only this process's account can read. Several nodes need one that
    /// they share, or a store in a database.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="directory">The directory's path; it is made with the first key.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddSigningKeyDirectory(this IOcmServerBuilder builder, string directory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSigningKeyDirectory(directory);
        return builder;
    }

    /// <summary>Registers the vendor's say on requests for shares; <c>/request-share</c> then takes them.</summary>
    /// <typeparam name="T">The policy; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddShareRequests<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IShareRequestPolicy => builder.Scoped<IShareRequestPolicy, T>();

    /// <summary>Registers the vendor's own store of received requests for shares.</summary>
    /// <typeparam name="T">The store; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddShareRequestStore<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IShareRequestStore => builder.Scoped<IShareRequestStore, T>();

    /// <summary>Registers the check of second factors; <c>enforce-mfa</c> is then advertised (MFA-01).</summary>
    /// <typeparam name="T">The verifier; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddMfa<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IMfaVerifier => builder.Scoped<IMfaVerifier, T>();

    /// <summary>Tells the vendor's product what happened to shares.</summary>
    /// <typeparam name="T">The observer; resolved once per operation. Several may be added.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddShareObserver<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IShareObserver => builder.Several<IShareObserver, T>(ServiceLifetime.Scoped);

    /// <summary>Registers a policy by which received shares are accepted without asking.</summary>
    /// <typeparam name="T">The policy; resolved once per operation. Several may be added; one that agrees is enough.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddAutoAccept<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IAutoAcceptPolicy => builder.Several<IAutoAcceptPolicy, T>(ServiceLifetime.Scoped);

    /// <summary>Accepts shares without asking whose sender is a contact that the recipient marked as trusted.</summary>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AutoAcceptFromTrustedContacts(this IOcmServerBuilder builder) => builder.AddAutoAccept<TrustedContactsPolicy>();

    /// <summary>Puts the sender of each share that a user accepts into the user's address book, untrusted and with the source <c>share</c>.</summary>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddContactsOfShares(this IOcmServerBuilder builder) => builder.AddShareObserver<ContactsOfSharesObserver>();

    /// <summary>Registers a handler for a further type of notification.</summary>
    /// <typeparam name="T">The handler; resolved once per operation. Several may be added.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddNotificationHandler<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, INotificationHandler => builder.Several<INotificationHandler, T>(ServiceLifetime.Scoped);

    /// <summary>Carries what recipients ask of owners (to share with somebody else too) to the vendor's product.</summary>
    /// <typeparam name="T">The handler; resolved once per operation.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddReshareWishes<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IReshareWishHandler => builder.Scoped<IReshareWishHandler, T>();

    /// <summary>Registers a trust policy; all that are registered must agree.</summary>
    /// <typeparam name="T">The policy; one for the whole server. Several may be added.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddTrustPolicy<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, ITrustPolicy => builder.Several<ITrustPolicy, T>(ServiceLifetime.Singleton);

    /// <summary>
    /// Replaces all trust policies that are registered so far, the built-in one with the operator's lists included, by one of the
    /// vendor's own. What <see cref="OcmServerOptions"/> announces by its lists still holds for incoming calls.
    /// </summary>
    /// <typeparam name="T">The policy; one for the whole server.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder UseTrustPolicy<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, ITrustPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.RemoveAll<ITrustPolicy>().AddSingleton<ITrustPolicy, T>();
        return builder;
    }

    /// <summary>Adds a directory service whose federation this server belongs to (draft: Appendix C). May be called several times.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="url">Where its document is: an absolute https URL.</param>
    /// <param name="keys">The public keys that may sign it, each a JSON Web Key (RFC 7517) obtained offline; at least one.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddDirectoryService(this IOcmServerBuilder builder, Uri url, params string[] keys)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDirectoryService(url, keys);
        return builder;
    }

    /// <summary>Registers a criterion of the vendor's own; it is advertised and enforced.</summary>
    /// <typeparam name="T">The criterion; one for the whole server. Several may be added.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddCriterion<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, ICriterion => builder.Several<ICriterion, T>(ServiceLifetime.Singleton);

    /// <summary>Adds to the discovery document what the SDK cannot know.</summary>
    /// <typeparam name="T">The contributor; one for the whole server. Several may be added.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddDiscoveryContributor<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IDiscoveryContributor => builder.Several<IDiscoveryContributor, T>(ServiceLifetime.Singleton);

    /// <summary>Registers a protocol of the vendor's own.</summary>
    /// <typeparam name="T">The binding; one for the whole server.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddProtocol<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : ProtocolBinding => builder.Several<ProtocolBinding, T>(ServiceLifetime.Singleton);

    /// <summary>
    /// Shares and receives files and folders over WebDAV. The vendor serves <c>{path}/{providerId}/…</c> itself, guarded by
    /// <c>RequireOcmShare</c>; in <see cref="OcmPosture.Interoperable"/> <c>{path}</c> and all below it, guarded by
    /// <c>RequireOcmShareBelow</c>, because older servers take the path itself for the share.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="path">The path on the public origin, such as <c>/dav/ocm</c>.</param>
    /// <param name="configure">Sets further options.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddWebDav(this IOcmServerBuilder builder, string path = "/dav/ocm", Action<WebDavOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<WebDavOptions>()
            .Configure(options => options.Path = path)
            .Configure(options => configure?.Invoke(options))
            .Validate(options => options.Path is ['/', .., not '/'], "WebDavOptions.Path must begin with '/' and not end with one, such as \"/dav/ocm\".")
            .ValidateOnStart();
        return builder.AddProtocol<WebDavBinding>();
    }

    /// <summary>Shares the vendor's web application and opens those of other servers.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddWebApp(this IOcmServerBuilder builder, Action<WebAppOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<WebAppOptions>()
            .Configure(configure)
            .Validate(
                options => options.Uri is null or { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" },
                "WebAppOptions.Uri must be an absolute URL without user, query and fragment.")
            .Validate(options => options.Uri is null || options.Targets.Count > 0, "WebAppOptions.Targets must not be empty.")
            .ValidateOnStart();
        return builder.AddProtocol<WebAppBinding>();
    }

    /// <summary>
    /// Shares and receives over SSH. Sending needs <see cref="AddSshAuthorizer{T}"/>, receiving
    /// <see cref="AddRecipientKeys{T}"/>; without, it is not advertised.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddSsh(this IOcmServerBuilder builder, Action<SshOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<SshOptions>()
            .Configure(configure)
            .Validate(options => options.Address is null || options.Parse() is not null, "SshOptions.Address must have the form host:port.")
            .ValidateOnStart();
        return builder.AddProtocol<SshBinding>();
    }

    /// <summary>Registers the hook to the vendor's SSH server, which lets recipients' keys in and takes them out again.</summary>
    /// <typeparam name="T">The hook; one for the whole server.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddSshAuthorizer<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, ISshAuthorizer => builder.Several<ISshAuthorizer, T>(ServiceLifetime.Singleton);

    /// <summary>Registers the vendor's say on its users' SSH keys, which are told to servers that share over SSH.</summary>
    /// <typeparam name="T">The directory; one for the whole server.</typeparam>
    /// <param name="builder">The server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddRecipientKeys<[DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where T : class, IRecipientKeyDirectory => builder.Several<IRecipientKeyDirectory, T>(ServiceLifetime.Singleton);

    /// <summary>Shares and receives resources that are embedded in the message (OCM-Embedded).</summary>
    /// <param name="builder">The server.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddEmbedded(this IOcmServerBuilder builder, Action<EmbeddedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<EmbeddedOptions>().Configure(options => configure?.Invoke(options));
        return builder.AddProtocol<EmbeddedBinding>();
    }

    internal static IOcmServerBuilder Scoped<TService, [DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder)
        where TService : class
        where T : class, TService
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Scoped<TService, T>());
        return builder;
    }

    private static IOcmServerBuilder Several<TService, [DynamicallyAccessedMembers(Constructors)] T>(this IOcmServerBuilder builder, ServiceLifetime lifetime)
        where TService : class
        where T : class, TService
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(new ServiceDescriptor(typeof(TService), typeof(T), lifetime));
        return builder;
    }
}
