namespace Orleans.Runtime;

/// <summary>An enumeration was given up: its activation is gone, or its consumer was away for too long.</summary>
public sealed class EnumerationAbortedException : Exception
{
    /// <summary>With a general message.</summary>
    public EnumerationAbortedException()
    {
    }

    /// <summary>With a message.</summary>
    public EnumerationAbortedException(string message) : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public EnumerationAbortedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
