using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>The parts of a GGUF header that are written before its length is known. Little-endian.</summary>
internal sealed class GgufBuffer
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Write(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);

    public void Write(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(8), value);

    public void Write(float value) => BinaryPrimitives.WriteSingleLittleEndian(Next(4), value);

    public void Write(bool value) => Next(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>A length of 64 bits, then UTF-8.</summary>
    public void Write(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Write((ulong)length);
        Encoding.UTF8.GetBytes(text, Next(length));
    }

    private Span<byte> Next(int count)
    {
        var span = _bytes.GetSpan(count)[..count];
        _bytes.Advance(count);
        return span;
    }
}
