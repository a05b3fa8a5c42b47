namespace Ocm.Testing.Stores;

/// <summary>A store does not keep a guarantee of its contract; the message says which.</summary>
public sealed class ContractViolationException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public ContractViolationException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was promised and what happened.</param>
    public ContractViolationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    /// <param name="message">What was promised and what happened.</param>
    /// <param name="innerException">The cause.</param>
    public ContractViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
