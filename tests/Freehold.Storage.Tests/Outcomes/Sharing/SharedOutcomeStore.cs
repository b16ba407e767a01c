using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Sharing;

namespace Freehold.Storage.Tests.Outcomes.Sharing;

/// <summary>A SQLite outcome log whose readers share what they read.</summary>
internal sealed class SharedOutcomeStore : OutcomeStore
{
    private readonly SqliteOutcomeStore _store = new();
    private SharedOutcomeReads _log;

    public SharedOutcomeStore() => _log = new SharedOutcomeReads(_store.Log);

    public override IOutcomeLog Log => _log;

    /// <summary>The log beneath, as another process has it.</summary>
    public IOutcomeLog Beneath => _store.Log;

    public override void Reopen()
    {
        _store.Reopen();
        _log = new SharedOutcomeReads(_store.Log);
    }

    public override void Dispose() => _store.Dispose();
}
