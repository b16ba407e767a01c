namespace Freehold.Testing;

/// <summary>A folder of one test's own, deleted with everything in it on dispose.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Creates an empty folder with a unique name under the system's temporary folder.</summary>
    public TempFolder() => FullPath = Directory.CreateTempSubdirectory("freehold-").FullName;

    /// <summary>Absolute path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>Absolute path of a file or folder in it, which need not exist.</summary>
    public string this[string name] => Path.Combine(FullPath, name);

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(FullPath, recursive: true);
        }
        catch (IOException)
        {
            // A file still open on another thread: the system's cleaner of temporary files takes it.
        }
    }
}
