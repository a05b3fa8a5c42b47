using Ocm.Addresses;

namespace Ocm.Client.Peers;

/// <summary>Hears which servers answer this one's API calls. Called on the way of the answer: it returns at once and does not throw.</summary>
public interface IPeerCallObserver
{
    /// <summary>A server answered a call with success.</summary>
    /// <param name="server">The server.</param>
    void Answered(OcmHost server);
}
