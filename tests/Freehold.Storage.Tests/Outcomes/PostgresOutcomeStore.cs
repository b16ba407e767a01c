using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;
using Freehold.Storage.Postgres;
using Freehold.Storage.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>A PostgreSQL outcome log in a database of its own.</summary>
internal sealed class PostgresOutcomeStore : OutcomeStore
{
    private readonly string _connectionString;
    private readonly PostgresOutcomeLogOptions _options;
    private PostgresOutcomeLog _log;

    public PostgresOutcomeStore(PostgresOutcomeLogOptions? options = null, string? connectionString = null)
    {
        _connectionString = connectionString ?? PostgresTest.NewDatabase();
        _options = options ?? new PostgresOutcomeLogOptions();
        (Database, _log) = Open();
    }

    public override IOutcomeLog Log => _log;

    public PostgresDatabase Database { get; private set; }

    public override void Reopen()
    {
        Dispose();
        (Database, _log) = Open();
    }

    /// <summary>Another silo on the same database.</summary>
    public PostgresOutcomeStore Another(PostgresOutcomeLogOptions? options = null) => new(options ?? _options, _connectionString);

    public override void Dispose()
    {
        _log.Dispose();
        Database.Dispose();
    }

    private (PostgresDatabase Database, PostgresOutcomeLog Log) Open()
    {
        var database = PostgresDatabase.Open(_connectionString);
        PostgresSchema.Upgrade(database);
        return (database, new PostgresOutcomeLog(database, _options, TimeProvider.System, NullLogger<PostgresOutcomeLog>.Instance));
    }
}
