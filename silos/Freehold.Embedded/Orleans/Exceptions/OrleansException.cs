namespace Orleans.Runtime;

/// <summary>The base of the runtime's own exceptions.</summary>
public class OrleansException : Exception
{
    /// <summary>With a general message.</summary>
    public OrleansException() : base("Unexpected error.")
    {
    }

    /// <summary>With a message.</summary>
    public OrleansException(string message) : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public OrleansException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}

/// <summary>A call was refused by the runtime before the grain saw it.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

/// <summary>The runtime is stopped, or stopping.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    internal SiloUnavailableException(string message) : base(message)
    {
    }
}

/// <summary>A named bound is reached: more calls wait for an activation than its queue holds.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>With a general message.</summary>
    public LimitExceededException() : base("Limit exceeded")
    {
    }

    /// <summary>With a message.</summary>
    public LimitExceededException(string message) : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public LimitExceededException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Names the bound, what was found and what is allowed.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}")
    {
    }
}

/// <summary>The options of the host are wrong.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>With a message that names the option and the remedy.</summary>
    public OrleansConfigurationException(string message) : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
