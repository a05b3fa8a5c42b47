namespace Ocm.Samples.Peer.Configuration;

/// <summary>The settings are wrong. Each message is one line that says what to change.</summary>
public sealed class PeerConfigurationException : Exception
{
    public PeerConfigurationException(IReadOnlyList<string> messages, Exception? inner = null)
        : base(string.Join(' ', messages), inner)
    {
        Messages = [.. messages.Select(OneLine)];
    }

    public PeerConfigurationException(string message, Exception? inner = null)
        : this([message], inner)
    {
    }

    /// <summary>One line for each mistake.</summary>
    public IReadOnlyList<string> Messages { get; }

    private static string OneLine(string message) =>
        new([.. message.Select(c => char.IsControl(c) ? ' ' : c)]);
}
