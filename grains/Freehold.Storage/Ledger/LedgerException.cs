namespace Freehold.Storage.Ledger;

/// <summary>The ledger failed. The message says what, where and what to do. Repeating the call is always right.</summary>
public class LedgerException : Exception
{
    public LedgerException()
    {
    }

    public LedgerException(string message)
        : base(message)
    {
    }

    public LedgerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
