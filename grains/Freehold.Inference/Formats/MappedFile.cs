using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace Freehold.Inference.Formats;

/// <summary>A read-only memory mapping of a whole file. Every access is a span that lies inside the file.</summary>
/// <remarks>
/// Safe for use by many threads until <see cref="Dispose"/>, which must come after the last use: a span does not keep the mapping alive.
/// The file must not be shortened while mapped; replace a model by renaming a new file over it.
/// </remarks>
internal sealed unsafe class MappedFile : IDisposable
{
    private const int HashChunkBytes = 1 << 24;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private MappedFile(string path, MemoryMappedFile file, long length)
    {
        Path = path;
        Length = length;
        _file = file;
        _view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public string Path { get; }

    public long Length { get; }

    public static MappedFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        var length = stream.Length;
        if (length == 0)
            throw new ModelFormatException(path, "the file is empty", "byte offset 0", ModelFormatException.Damaged);

        var file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        return new MappedFile(path, file, length);
    }

    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>SHA-256 of the mapped bytes, the same ones that inference reads.</summary>
    public byte[] Sha256(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < Length; offset += HashChunkBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(Span(offset, (int)Math.Min(HashChunkBytes, Length - offset)));
        }

        return hash.GetHashAndReset();
    }

    public void Dispose()
    {
        if (_start is null)
            return;

        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
