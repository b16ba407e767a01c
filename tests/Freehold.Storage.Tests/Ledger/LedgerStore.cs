using Freehold.Storage.Ledger;

namespace Freehold.Storage.Tests.Ledger;

/// <summary>A ledger that the suite runs on, empty at first.</summary>
public abstract class LedgerStore : IDisposable
{
    public abstract ILedger Ledger { get; }

    /// <summary>Closes the store as at the end of a process, and opens it again.</summary>
    public abstract void Reopen();

    /// <summary>Runs SQL past the ledger, as somebody with a shell does.</summary>
    /// <exception cref="Exception">The database refuses it.</exception>
    public abstract void Run(string sql);

    public abstract void Dispose();
}
