namespace Freehold.Storage.Outcomes;

/// <summary>More is waiting for the log than its bound allows; nothing of this call was done. Trying again later is right.</summary>
public sealed class OutcomeLogBusyException : OutcomeLogException
{
    public OutcomeLogBusyException()
    {
    }

    public OutcomeLogBusyException(string message)
        : base(message)
    {
    }

    public OutcomeLogBusyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
