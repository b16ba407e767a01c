using SQLitePCL;

namespace Freehold.Storage.Sqlite;

/// <summary>
/// One connection, for one thread at a time, over SQLite's own calls: binding and stepping prepared statements directly costs half of what
/// an ADO.NET command does, and gives result codes that say whether a transaction is still open.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int PagesWrittenStatus = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private readonly sqlite3 _handle;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(string path, sqlite3 handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>True between BEGIN and the end of the transaction, however that came.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Rows that the last INSERT put in.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    public static SqliteDatabase Open(string path, bool readOnly, int busyTimeoutMs)
    {
        var access = readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;
        var code = raw.sqlite3_open_v2(path, out var handle, access | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(path, handle);
        try
        {
            database.Check(code);
            database.Check(raw.sqlite3_busy_timeout(handle, busyTimeoutMs));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that take no parameters.</summary>
    public void Run(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row, or 0 where there is none.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        var number = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return number;
    }

    /// <summary>Does work in a transaction: all of it is durable as the connection's settings say, or nothing of it happened.</summary>
    public T InOne<T>(Func<T> work)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            Run("COMMIT");
            return result;
        }
        catch
        {
            if (InTransaction)
                Run("ROLLBACK");
            throw;
        }
    }

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>Pages that this connection has written so far (to the write-ahead log, in that mode).</summary>
    public int PagesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, PagesWrittenStatus, out var pages, out _, 0));
        return pages;
    }

    /// <summary>
    /// Moves pages from the write-ahead log to the database, as many as can be moved without waiting for anybody; false where another
    /// connection is at it. (https://www.sqlite.org/c3ref/wal_checkpoint_v2.html, PASSIVE)
    /// </summary>
    public bool TryCheckpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        if (code == raw.SQLITE_BUSY)
            return false;
        Check(code);
        return true;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
            throw new SqliteFailure(raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string(), Path);
    }

    public void Dispose() => _handle.Dispose();
}
