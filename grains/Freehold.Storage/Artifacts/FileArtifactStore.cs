namespace Freehold.Storage.Artifacts;

/// <summary>Artifacts as files of the data folder: <c>artifacts/ab/abcdef…</c>, for this user only.</summary>
/// <remarks>
/// A file is gathered beside the others, flushed to the disk, and renamed into its place. It is flushed once more under its name:
/// journaling file systems have the rename on disk then too.
/// </remarks>
public sealed class FileArtifactStore : IArtifactStore
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;
    private readonly string _partial;
    private readonly long _maxBytes;

    /// <summary>Opens the store of a data folder and removes what a process that was killed had not finished.</summary>
    /// <exception cref="ArtifactStoreException">The folder cannot be made or cleared.</exception>
    public FileArtifactStore(DataFolder folder, ArtifactStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        (_root, _maxBytes) = (folder.ArtifactsPath, options.MaxArtifactBytes);
        _partial = Path.Combine(_root, "partial");
        try
        {
            CreateFolder(_root);
            CreateFolder(_partial);
            foreach (var file in Directory.EnumerateFiles(_partial))
                File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed("cannot be opened", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        try
        {
            await using var spool = ArtifactSpool.Open(_partial);
            await spool.FillAsync(content, _maxBytes, cancellationToken).ConfigureAwait(false);
            spool.File.Flush(flushToDisk: true);
            var path = PathOf(spool.Digest);
            CreateFolder(Path.GetDirectoryName(path)!);
            // Where there is one already, this one replaces it: whatever became of the other's bytes, these are right.
            File.Move(spool.File.Name, path, overwrite: true);
            spool.File.Flush(flushToDisk: true);
            return spool.Digest;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed("could not take an artifact; nothing of it is kept", exception);
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken)
    {
        var path = PathOf(ArtifactDigest.Check(digest));
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var options = new FileStreamOptions { Share = FileShare.Read | FileShare.Delete, Options = FileOptions.SequentialScan };
            return Task.FromResult<Stream?>(new VerifyingStream(new FileStream(path, options), digest));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed($"could not open '{digest}'", exception);
        }
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string digest, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(PathOf(ArtifactDigest.Check(digest))));

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string digest, CancellationToken cancellationToken)
    {
        var path = PathOf(ArtifactDigest.Check(digest));
        try
        {
            var isThere = File.Exists(path);
            if (isThere)
                File.Delete(path);
            return Task.FromResult(isThere);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed($"could not delete '{digest}'", exception);
        }
    }

    private string PathOf(string digest) => Path.Combine(_root, digest[..2], digest);

    private ArtifactStoreException Failed(string what, Exception exception) => new(
        $"The store of artifacts '{_root}' {what}: {exception.Message} Look at the disk and at the rights of this user.", exception);

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UserOnly);
    }
}
