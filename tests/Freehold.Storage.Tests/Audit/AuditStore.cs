using Freehold.Storage.Audit;

namespace Freehold.Storage.Tests.Audit;

/// <summary>An audit log that the suite runs on, empty at first.</summary>
public abstract class AuditStore : IDisposable
{
    public abstract IAuditLog Log { get; }

    /// <summary>Closes the store as at the end of a process, and opens it again.</summary>
    public abstract void Reopen();

    /// <summary>Runs SQL past the log, as somebody with a shell does.</summary>
    /// <exception cref="Exception">The database refuses it.</exception>
    public abstract void Run(string sql);

    /// <summary>Takes away what makes the database refuse changes, as its owner can.</summary>
    public abstract void Disarm();

    public abstract void Dispose();
}
