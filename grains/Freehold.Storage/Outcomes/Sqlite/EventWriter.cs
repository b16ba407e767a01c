using System.Globalization;
using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Transcripts.Sqlite;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>Puts events into the database and gives them their sequences. For the writer's thread only.</summary>
internal sealed class EventWriter : IDisposable
{
    /// <summary>Most logs whose last sequence is kept in memory; over it, all are forgotten and read again.</summary>
    private const int MaxKnownLogs = 20_000;

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _last;
    private readonly TranscriptWriter _transcripts;
    private readonly Dictionary<OutcomeLogId, long> _lastSequences = [];

    public EventWriter(SqliteDatabase database, SqliteOutcomeLogOptions options)
    {
        _database = database;
        // synchronous=FULL: in this mode a commit is on disk, against loss of power too, before it returns. Checkpoints are WalKeeper's.
        database.Run(string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -{options.WriterCacheMebibytes * 1024};"));
        if (options.MaxFileMebibytes > 0)
        {
            var pages = options.MaxFileMebibytes * (1L << 20) / database.Number("PRAGMA page_size");
            database.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
        }

        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _insert = database.Prepare(
            """
            INSERT INTO events (tenant, shard, sequence, kind, id, subject, at, format, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (tenant, kind, id) DO NOTHING
            """);
        _find = database.Prepare("SELECT sequence FROM events WHERE tenant = ?1 AND kind = ?2 AND id = ?3");
        _transcripts = new TranscriptWriter(database, options.MaxTranscriptsPerWorkload);
        _last = database.Prepare("SELECT max(sequence) FROM events WHERE tenant = ?1 AND shard = ?2");
    }

    public void Begin()
    {
        if (_lastSequences.Count > MaxKnownLogs)
            _lastSequences.Clear();
        _begin.Run();
    }

    /// <summary>Puts one event into the open transaction, or finds that its id is there.</summary>
    public AppendResult Stage(PendingAppend append)
    {
        if (append.Subject is not null && Find(append.Log.Tenant.Value, EventKind.Outcome, append.Subject) is null)
            return PendingAppend.NoSuchOutcome;

        var sequence = LastSequence(append.Log) + 1;
        _insert.Bind(1, append.Log.Tenant.Value).Bind(2, append.Log.Shard).Bind(3, sequence)
            .Bind(4, (int)append.Kind).Bind(5, append.Id).Bind(6, append.Subject)
            .Bind(7, append.At.ToUnixTimeMilliseconds()).Bind(8, EventCodec.CurrentFormat).Bind(9, append.Payload.Span)
            .Run();
        if (_database.Changes == 0)
            return new AppendResult(Find(append.Log.Tenant.Value, append.Kind, append.Id)!.Value, WasThere: true);

        _lastSequences[append.Log] = sequence;
        if (append.Transcript is { } transcript)
            _transcripts.Stage(append.Log, sequence, append.Id, transcript);
        return new AppendResult(sequence, WasThere: false);
    }

    /// <summary>Makes the transaction durable.</summary>
    public void Commit() => _commit.Run();

    /// <summary>Leaves the transaction, in whatever state a failure left it; the sequences are read from the database again.</summary>
    public void Abandon()
    {
        _lastSequences.Clear();
        if (_database.InTransaction)
            _database.Run("ROLLBACK");
    }

    /// <summary>Reads a log's last sequence from the database again.</summary>
    public void Forget(OutcomeLogId log) => _lastSequences.Remove(log);

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _commit, _insert, _find, _last])
            statement.Dispose();
        _transcripts.Dispose();
    }

    private long LastSequence(OutcomeLogId log)
    {
        if (_lastSequences.TryGetValue(log, out var last))
            return last;

        last = First(_last.Bind(1, log.Tenant.Value).Bind(2, log.Shard)) ?? 0;
        _lastSequences[log] = last;
        return last;
    }

    private long? Find(string tenant, EventKind kind, string id) => First(_find.Bind(1, tenant).Bind(2, (int)kind).Bind(3, id));

    private static long? First(SqliteStatement statement)
    {
        var isThere = statement.Step();
        var number = isThere ? statement.Int64(0) : (long?)null;
        statement.Reset();
        return number;
    }
}
