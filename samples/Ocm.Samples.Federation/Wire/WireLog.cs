namespace Ocm.Samples.Federation.Wire;

/// <summary>Gathers what the servers say to each other.</summary>
internal sealed class WireLog
{
    private readonly Lock _gate = new();
    private List<WireMessage> _messages = [];

    public void Add(WireMessage message)
    {
        lock (_gate)
        {
            _messages.Add(message);
        }
    }

    /// <summary>What came since the last time.</summary>
    public IReadOnlyList<WireMessage> Take()
    {
        lock (_gate)
        {
            var taken = _messages;
            _messages = [];
            return taken;
        }
    }
}
