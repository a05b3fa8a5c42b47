namespace Ocm.Client.Http;

/// <summary>The messages of one attempt and its place in the gate, released together.</summary>
internal sealed class PeerExchange(PeerGates gates, PeerGate gate, PeerLane lane) : IDisposable
{
    private int _isReleased;
    private HttpRequestMessage? _request;
    private HttpResponseMessage? _response;

    internal HttpResponseMessage Response => _response!;

    /// <summary>Whether an answer that outlives the attempt owns this exchange now.</summary>
    internal bool IsHandedOver { get; set; }

    /// <summary>Begins with a message; the messages of the hop before are released.</summary>
    internal HttpRequestMessage Begin(HttpRequestMessage request)
    {
        _response?.Dispose();
        _response = null;
        _request?.Dispose();
        return _request = request;
    }

    internal void Answered(HttpResponseMessage response) => _response = response;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            _response?.Dispose();
            _request?.Dispose();
            lane.Leave();
            gates.Return(gate);
        }
    }
}
