using Microsoft.Extensions.DependencyInjection;

namespace Ocm.Server;

/// <summary>
/// Puts an OCM server together: <c>services.AddOcmServer(…)</c> gives one, everything else is an extension method on it.
/// What is not registered is neither served nor advertised.
/// </summary>
public interface IOcmServerBuilder
{
    /// <summary>The services that are being registered.</summary>
    IServiceCollection Services { get; }
}
