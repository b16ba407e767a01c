namespace Freehold.Storage.Sqlite;

/// <summary>An error of SQLite with its extended result code (https://www.sqlite.org/rescode.html).</summary>
internal sealed class SqliteFailure(int extendedCode, string message, string path)
    : Exception($"SQLite says '{message}' (code {extendedCode}) about '{path}'.")
{
    private const int Full = 13, Constraint = 19, TooBig = 18, Mismatch = 20, IoError = 10, Busy = 5, Corrupt = 11, NotADatabase = 26;

    /// <summary>The result code without its extension.</summary>
    public int Code => extendedCode & 0xFF;

    /// <summary>True where only the row of the statement is at fault, and the transaction around it goes on.</summary>
    public bool IsOfOneRow => Code is Constraint or TooBig or Mismatch;

    /// <summary>What an operator can do about it.</summary>
    public string Remedy => Code switch
    {
        Full => "Free some space on that disk, or raise the bound on the file; appends work again by themselves.",
        IoError => "Look at the disk and at the kernel's log; appends work again by themselves once it does.",
        Busy => "Another program holds the database; close it.",
        Corrupt or NotADatabase => "The file is damaged or not ours: stop, keep a copy of it, and restore the last backup.",
        _ => "Repeat the call; if it goes on, look at the file and its disk.",
    };
}
