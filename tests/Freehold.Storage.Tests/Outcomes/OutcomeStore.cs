using Freehold.Storage.Outcomes;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>A store that the suite runs on, empty at first.</summary>
public abstract class OutcomeStore : IDisposable
{
    public abstract IOutcomeLog Log { get; }

    /// <summary>Closes the store as at the end of a process, and opens it again.</summary>
    public abstract void Reopen();

    public abstract void Dispose();
}
