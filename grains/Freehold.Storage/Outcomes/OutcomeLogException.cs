namespace Freehold.Storage.Outcomes;

/// <summary>The outcome log failed. The message says what, where and what to do.</summary>
/// <remarks>Nothing of a failed append is in the log as far as the store can tell; repeating it with its id is always right.</remarks>
public class OutcomeLogException : Exception
{
    public OutcomeLogException()
    {
    }

    public OutcomeLogException(string message)
        : base(message)
    {
    }

    public OutcomeLogException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
