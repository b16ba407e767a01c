using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Ledger.Stored;
using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Ledger.Sqlite;

/// <summary>The ledger in one SQLite file of the data folder: one connection that posts and one that sums up, each with its thread.</summary>
public sealed class SqliteLedger : ILedger, IDisposable
{
    /// <summary>Most calls that wait for either connection.</summary>
    public const int MaxWaiting = 10_000;

    private readonly SqliteLane<LedgerWriter> _writer;
    private readonly SqliteLane<LedgerReader> _reader;

    private SqliteLedger(string path)
    {
        _writer = Lane<LedgerWriter>(path);
        _reader = Lane<LedgerReader>(path);
        try
        {
            _writer.Start(readOnly: false, database => new LedgerWriter(database));
            _reader.Start(readOnly: true, database => new LedgerReader(database));
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens the ledger of a data folder; makes it where it is missing, and brings an older schema up to date.</summary>
    /// <exception cref="LedgerException">It cannot be opened, is not ours, or is a newer version's; one line says which.</exception>
    public static SqliteLedger Open(DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            return new SqliteLedger(folder.LedgerPath);
        }
        catch (Exception exception) when (exception is SqliteFailure or SchemaException)
        {
            var remedy = (exception as SqliteFailure)?.Remedy;
            throw new LedgerException($"The ledger cannot be opened: {exception.Message} {remedy}".TrimEnd(), exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> GetCheckpointAsync(OutcomeLogId log, CancellationToken cancellationToken) =>
        new(_writer.RunAsync(writer => writer.Checkpoint(log), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<PostResult> PostAsync(
        OutcomeLogId log, long fromSequence, long toSequence, IReadOnlyList<LedgerPosting> postings, CancellationToken cancellationToken)
    {
        LedgerRules.Check(fromSequence, toSequence, postings);
        return new(_writer.RunAsync(writer => writer.Post(log, fromSequence, toSequence, postings), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<LedgerReport> SumAsync(TenantId tenant, LedgerQuery query, CancellationToken cancellationToken)
    {
        LedgerRules.Check(query);
        return new(_reader.RunAsync(reader => reader.Sum(tenant, query, cancellationToken), cancellationToken));
    }

    /// <summary>Does what waits, and closes the file.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    private static SqliteLane<T> Lane<T>(string path)
        where T : class, IDisposable =>
        new("ledger", typeof(SqliteLedger), path, MaxWaiting, (message, cause) => new LedgerException(message, cause));
}
