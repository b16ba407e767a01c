namespace Freehold.Inference.Formats;

/// <summary>Writes a file whole or not at all: beside its place, flushed to the disk, and then renamed into it.</summary>
internal static class AtomicFile
{
    private const int BufferBytes = 1 << 20;

    /// <param name="path">Where the file goes; its folder must exist.</param>
    /// <param name="lengthBytes">Its length. The room is taken first, so that a full disk is known before the work is done.</param>
    /// <param name="overwrite">False refuses a file that is there already.</param>
    /// <param name="write">Writes the bytes.</param>
    /// <param name="check">Looks at the written file, by its temporary name; what it throws keeps the file from its place.</param>
    /// <exception cref="IOException">There is such a file already, or the disk is full. Nothing is left behind.</exception>
    public static void Write(string path, long lengthBytes, bool overwrite, Action<Stream> write, Action<string> check)
    {
        if (!overwrite && Path.Exists(path))
            throw new IOException($"{path}: there is such a file already. Name another, or say that it is to be replaced.");

        var partial = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.partial");
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = BufferBytes,
                PreallocationSize = lengthBytes,
            };
            using (var stream = new FileStream(partial, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            check(partial);
            File.Move(partial, path, overwrite);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
