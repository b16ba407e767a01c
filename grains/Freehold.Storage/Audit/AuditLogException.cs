namespace Freehold.Storage.Audit;

/// <summary>The audit log failed. The message says what, where and what to do. Repeating the call is always right.</summary>
public class AuditLogException : Exception
{
    public AuditLogException()
    {
    }

    public AuditLogException(string message)
        : base(message)
    {
    }

    public AuditLogException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
