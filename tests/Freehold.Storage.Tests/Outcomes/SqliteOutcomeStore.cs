using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>A SQLite outcome log in a folder of its own.</summary>
internal sealed class SqliteOutcomeStore : OutcomeStore
{
    private readonly TempFolder _temp = new();
    private readonly SqliteOutcomeLogOptions _options;
    private DataFolder _folder;
    private SqliteOutcomeLog _log;

    public SqliteOutcomeStore(SqliteOutcomeLogOptions? options = null)
    {
        _options = options ?? new SqliteOutcomeLogOptions();
        _folder = DataFolder.Open(_temp["data"]);
        _log = Open(_folder, _options);
    }

    public override IOutcomeLog Log => _log;

    public string Path => _folder.OutcomesPath;

    public DataFolder Folder => _folder;

    public static SqliteOutcomeLog Open(DataFolder folder, SqliteOutcomeLogOptions? options = null) =>
        SqliteOutcomeLog.Open(folder, options ?? new SqliteOutcomeLogOptions(), NullLogger<SqliteOutcomeLog>.Instance);

    public override void Reopen()
    {
        Close();
        _folder = DataFolder.Open(_temp["data"]);
        _log = Open(_folder, _options);
    }

    /// <summary>Closes the log and gives the folder free; the file stays.</summary>
    public void Close()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    public override void Dispose()
    {
        Close();
        _temp.Dispose();
    }
}
