using System.Buffers;
using System.Security.Cryptography;

namespace Freehold.Storage.Artifacts;

/// <summary>A file for this user only in which the bytes of an artifact are gathered, until it is whole and its digest is known.</summary>
internal sealed class ArtifactSpool : IAsyncDisposable
{
    private const int BufferBytes = 128 << 10;

    private bool _isReleased;

    private ArtifactSpool(FileStream file) => File = file;

    /// <summary>The bytes.</summary>
    public FileStream File { get; }

    /// <summary>Their digest, once <see cref="FillAsync"/> is through.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Makes the file in a folder that exists; it goes with the spool unless it was moved away.</summary>
    public static ArtifactSpool Open(string folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new ArtifactSpool(new FileStream(Path.Combine(folder, $"{Guid.NewGuid():N}.partial"), options));
    }

    /// <summary>Takes a stream from where it stands to its end, and goes back to the beginning.</summary>
    /// <exception cref="ArtifactTooLargeException">It has more than <paramref name="maxBytes"/>.</exception>
    public async Task FillAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            for (long total = 0; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if ((total += read) > maxBytes)
                {
                    throw new ArtifactTooLargeException(
                        $"The artifact has more than {maxBytes} bytes, the most that the store takes: make it smaller, or raise "
                        + "Freehold:Artifacts:MaxArtifactMebibytes.");
                }

                hash.AppendData(buffer, 0, read);
                await File.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            Digest = ArtifactDigest.ToText(hash.GetHashAndReset());
            File.Position = 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gives the file to somebody else, who closes it; its name is gone at once, its bytes with its last handle.</summary>
    public Stream Release()
    {
        System.IO.File.Delete(File.Name);
        _isReleased = true;
        return File;
    }

    /// <summary>Closes the file and removes it, where it still has its own name.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isReleased)
            return;

        System.IO.File.Delete(File.Name);
        await File.DisposeAsync().ConfigureAwait(false);
    }
}
