namespace Freehold.Storage;

/// <summary>The one folder that holds everything an installation keeps, and the lock that lets one process use it at a time.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>The database of grain state.</summary>
    public string GrainStatePath => System.IO.Path.Combine(Path, "grains.db");

    /// <summary>The database of the outcome log.</summary>
    public string OutcomesPath => System.IO.Path.Combine(Path, "outcomes.db");

    /// <summary>The database of the ledger. It is computed from the outcome log: deleted, it is computed anew.</summary>
    public string LedgerPath => System.IO.Path.Combine(Path, "ledger.db");

    /// <summary>The database of the audit chains. A file of its own: it is evidence, and is kept and copied as such.</summary>
    public string AuditPath => System.IO.Path.Combine(Path, "audit.db");

    /// <summary>The folder of artifacts, by their digests.</summary>
    public string ArtifactsPath => System.IO.Path.Combine(Path, "artifacts");

    /// <summary>The folder of what this installation signs and protects with.</summary>
    public string KeysPath => System.IO.Path.Combine(Path, "keys");

    /// <summary>
    /// Makes the folder where it is missing (mode 0700) and locks it until <see cref="Dispose"/> or the end of the process.
    /// </summary>
    /// <exception cref="DataFolderException">It cannot be made or written, or another process uses it.</exception>
    public static DataFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var fullPath = System.IO.Path.GetFullPath(path);
        Create(fullPath);
        return new DataFolder(fullPath, TakeLock(fullPath));
    }

    /// <summary>Gives the folder free for another process.</summary>
    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(
                $"The data folder '{path}' cannot be made: {exception.Message} Choose another one, or make it and give it to this user.",
                exception);
        }
    }

    private static FileStream TakeLock(string path)
    {
        var lockPath = System.IO.Path.Combine(path, "freehold.lock");
        try
        {
            // FileShare.None is an flock on Unix: the kernel lets go of it whatever ends the process. The file itself stays.
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DataFolderException(
                $"The data folder '{path}' cannot be written: {exception.Message} Give it to this user, or choose another one.", exception);
        }
        catch (IOException exception) when (File.Exists(lockPath))
        {
            throw new DataFolderException(
                $"The data folder '{path}' is in use by another process, which holds '{lockPath}'. " +
                "Stop that one, or choose another folder.",
                exception);
        }
        catch (IOException exception)
        {
            throw new DataFolderException(
                $"The data folder '{path}' cannot be written: {exception.Message} Free some space, or choose another one.", exception);
        }
    }
}
