using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>Reads a GGUF header forward. Each read first checks that its bytes exist, and says where they do not.</summary>
internal sealed class GgufCursor(MappedFile file, long position = 0)
{
    /// <summary>The format's own bound for a key; far above any tensor's name.</summary>
    public const int MaxNameBytes = 65_535;

    public long Position { get; private set; } = position;

    public long Remaining => file.Length - Position;

    public uint ReadUInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public ulong ReadUInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    /// <summary>Reads a count of things that take at least <paramref name="minBytes"/> each, so that a lie is known before it is believed.</summary>
    public int ReadCount(string what, int minBytes)
    {
        var at = Position;
        var count = ReadUInt64(what);
        if (count > (ulong)(Remaining / minBytes) || count > int.MaxValue)
            throw Fault($"{what} {count} does not fit the {Remaining} bytes that follow", at);
        return (int)count;
    }

    /// <summary>Reads a key or a name: a length, then UTF-8.</summary>
    public string ReadName(string what)
    {
        var at = Position;
        var length = ReadCount($"length of {what}", 1);
        if (length is 0 or > MaxNameBytes)
            throw Fault($"{what} is {length} bytes long; it must be 1 to {MaxNameBytes}", at);
        var bytes = Take(length, what);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Fault($"{what} is not UTF-8", at);
    }

    public void Skip(long length, string what)
    {
        Need(length, what);
        Position += length;
    }

    public ModelFormatException Fault(string what, long at) =>
        new(file.Path, what, $"byte offset {at}", ModelFormatException.Damaged);

    private ReadOnlySpan<byte> Take(int length, string what)
    {
        Need(length, what);
        var bytes = file.Span(Position, length);
        Position += length;
        return bytes;
    }

    private void Need(long length, string what)
    {
        if (length > Remaining)
            throw Fault($"the file ends inside {what}: {length} bytes are needed, {Remaining} are left", Position);
    }
}
