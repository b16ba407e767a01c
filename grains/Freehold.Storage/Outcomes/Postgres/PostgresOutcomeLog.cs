using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Postgres;
using Microsoft.Extensions.Logging;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>The outcome log in a PostgreSQL database that many silos share.</summary>
/// <remarks>
/// <para>
/// What is promised holds in the database, whoever writes: sequences are dense and become visible in their order, and an id is there
/// once, also where two silos append to one log at the same time. The order of the calls holds for the calls of one process.
/// </para>
/// <para>
/// An append is idempotent, so the log itself repeats what a restart of the server or a cut connection failed, up to
/// <see cref="PostgresOutcomeLogOptions.RetryForMs"/>. Where the first attempt had been committed after all, the result says that the
/// event was there.
/// </para>
/// </remarks>
public sealed class PostgresOutcomeLog : IOutcomeLog, IDisposable
{
    private readonly PostgresOutcomeLogOptions _options;
    private readonly PostgresDatabase _database;
    private readonly PendingBound _pending;
    private readonly AppendLane[] _lanes;
    private readonly EventReader _reader;
    private bool _disposed;

    /// <summary>Makes the log of a database that has the newest schema (<see cref="PostgresSchema.Upgrade(PostgresDatabase)"/>).</summary>
    public PostgresOutcomeLog(
        PostgresDatabase database, PostgresOutcomeLogOptions options, TimeProvider time, ILogger<PostgresOutcomeLog> logger)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _database = database;
        _pending = new PendingBound(options.MaxPendingAppends, options.MaxPendingBytes);
        _reader = new EventReader(database, options, time);
        var health = new AppendHealth(logger);
        _lanes = [.. Enumerable.Range(0, options.Writers).Select(_ => new AppendLane(database, options, _pending, health, time))];
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(OutcomeLogId log, Outcome outcome, CancellationToken cancellationToken) =>
        new(Append(PendingAppend.Of(log, outcome, cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask<AppendResult?> AppendFeedbackAsync(OutcomeLogId log, Feedback feedback, CancellationToken cancellationToken)
    {
        var result = await Append(PendingAppend.Of(log, feedback, cancellationToken)).ConfigureAwait(false);
        return result == PendingAppend.NoSuchOutcome ? null : result;
    }

    /// <inheritdoc/>
    public ValueTask<OutcomePage> QueryAsync(OutcomeLogId log, OutcomeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        EventRules.Check(query);
        return new ValueTask<OutcomePage>(_reader.QueryAsync(log, query, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(
        OutcomeLogId log, long afterSequence, int maxEvents, CancellationToken cancellationToken)
    {
        EventRules.CheckRead(afterSequence, maxEvents);
        return await _reader.ReadAsync(log, afterSequence, maxEvents, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits every append that waits, or gives it up where its time is over, and ends the reads that wait for the server.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;

        _reader.Close();
        Task.WaitAll(_lanes.Select(lane => lane.CloseAsync()));
    }

    private Task<AppendResult> Append(PendingAppend append)
    {
        var bytes = append.Bytes;
        if (!_pending.TryAdd(bytes))
        {
            append.Payload.Return();
            throw new OutcomeLogBusyException(
                $"The outcome log in the {_database.Name} has {_options.MaxPendingAppends} appends or {_options.MaxPendingBytes} bytes " +
                "waiting, its bound: the database is slower than the load, or away. Try again later; if it goes on, look at the server.");
        }

        if (LaneOf(append.Log).TryAdd(append))
            return append.Task;

        _pending.Remove(bytes);
        append.Payload.Return();
        throw new ObjectDisposedException(typeof(PostgresOutcomeLog).FullName);
    }

    private AppendLane LaneOf(OutcomeLogId log) => _lanes[(uint)log.GetHashCode() % (uint)_lanes.Length];
}
