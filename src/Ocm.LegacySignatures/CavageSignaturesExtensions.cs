using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Signatures;
using Ocm.LegacySignatures;
using Ocm.Server;
using Ocm.Signatures;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the signatures of servers at OCM 1.2, such as Nextcloud 31 to 34.</summary>
public static class CavageSignaturesExtensions
{
    /// <summary>
    /// Takes and makes signatures of draft-cavage-http-signatures-12 with RSA, where the posture allows older forms
    /// (<see cref="OcmServerOptions.LegacySignatures"/>): towards servers whose discovery document has <c>publicKey</c> and no
    /// <c>jwksUri</c>. This server's own key is published as <c>publicKey</c> of its discovery document.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="keyDirectory">
    /// Where this server's RSA key is kept, readable by this process's account alone; made with the key. Not the directory of
    /// the other signing keys. Several nodes share it.
    /// </param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddCavageSignatures(this IOcmServerBuilder builder, string keyDirectory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(keyDirectory);
        return builder.AddCavageSignatures(_ => new FileSigningKeyStore(keyDirectory));
    }

    /// <summary>The same, with the RSA key in a store of the vendor's own, which holds nothing else.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="keyStore">Makes the store, once; it lives as long as the server.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddCavageSignatures(this IOcmServerBuilder builder, Func<IServiceProvider, ISigningKeyStore> keyStore)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(keyStore);
        builder.Services.TryAddSingleton(services => new CavageKey(
            keyStore(services), services.GetRequiredService<IOptions<OcmClientOptions>>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILegacySignatureScheme, CavageScheme>());
        return builder;
    }
}
