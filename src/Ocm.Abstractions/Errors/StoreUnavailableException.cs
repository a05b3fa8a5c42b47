namespace Ocm.Errors;

/// <summary>
/// A store cannot work at present: its database is lost, locked for too long, or its disk is full. Nothing of the operation
/// was stored, or, where the connection broke while it was being confirmed, perhaps all of it. The server answers 503 with
/// <c>Retry-After</c>, so that the other side tries again; all operations of the protocol can be repeated.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    private const string DefaultMessage = "The store is unavailable at present.";

    /// <summary>Makes an exception.</summary>
    public StoreUnavailableException()
        : base(DefaultMessage)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, without any value that was to be stored.</param>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    /// <param name="message">What is wrong, without any value that was to be stored.</param>
    /// <param name="innerException">The cause.</param>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
