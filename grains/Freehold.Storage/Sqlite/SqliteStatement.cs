using System.Text;
using SQLitePCL;

namespace Freehold.Storage.Sqlite;

/// <summary>A prepared statement, reused. Parameters count from 1, columns from 0. For one thread at a time.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private const int MaxStackBytes = 768;

    public SqliteStatement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            database.Check(raw.sqlite3_bind_null(handle, parameter));
            return this;
        }

        var maxBytes = Encoding.UTF8.GetMaxByteCount(value.Length);
        var utf8 = maxBytes <= MaxStackBytes ? stackalloc byte[MaxStackBytes] : new byte[maxBytes];
        return Bind(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    /// <summary>Binds text in UTF-8; SQLite takes a copy.</summary>
    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> utf8)
    {
        database.Check(raw.sqlite3_bind_text(handle, parameter, utf8));
        return this;
    }

    /// <summary>Binds bytes; SQLite takes a copy.</summary>
    public SqliteStatement BindBlob(int parameter, ReadOnlySpan<byte> bytes)
    {
        database.Check(raw.sqlite3_bind_blob(handle, parameter, bytes));
        return this;
    }

    /// <summary>True where a row is there; false at the end, and then the statement is ready for its next use.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;

        // The reset repeats a failed step's code and keeps its message.
        database.Check(raw.sqlite3_reset(handle));
        return false;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Makes it ready for its next use before its end; harmless at any time.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>Text as it is stored, in UTF-8; valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => Blob(column);

    /// <summary>Bytes as they are stored; valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();
}
