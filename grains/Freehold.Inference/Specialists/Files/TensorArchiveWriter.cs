using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freehold.Inference.Specialists.Files;

/// <summary>Writes what <see cref="TensorArchive"/> reads; the same content makes the same bytes.</summary>
internal sealed class TensorArchiveWriter
{
    private const int Alignment = 8;

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Type, int[] Shape, byte[] Bytes)> _tensors = [];

    public void AddText(string key, string text) => _metadata.Add(key, text);

    /// <summary>Adds a text that is JSON itself.</summary>
    public void AddJson(string key, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        AddText(key, System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public void Add<T>(string name, ReadOnlySpan<T> numbers, params int[] shape)
        where T : unmanaged =>
        _tensors.Add((name, TensorElement.Of<T>(), shape, MemoryMarshal.AsBytes(numbers).ToArray()));

    public byte[] ToArray()
    {
        var header = Header();
        var headerBytes = (header.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var file = new byte[TensorArchive.PrefixBytes + headerBytes + _tensors.Sum(tensor => tensor.Bytes.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)headerBytes);
        file.AsSpan(TensorArchive.PrefixBytes, headerBytes).Fill((byte)' ');
        header.WrittenSpan.CopyTo(file.AsSpan(TensorArchive.PrefixBytes));
        var at = TensorArchive.PrefixBytes + headerBytes;
        foreach (var (_, _, _, bytes) in _tensors)
        {
            bytes.CopyTo(file, at);
            at += bytes.Length;
        }

        return file;
    }

    private ArrayBufferWriter<byte> Header()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject(TensorArchive.MetadataKey);
        foreach (var (key, text) in _metadata)
            json.WriteString(key, text);
        json.WriteEndObject();
        var start = 0;
        foreach (var (name, type, shape, bytes) in _tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", type);
            WriteArray(json, "shape", shape);
            WriteArray(json, "data_offsets", [start, start + bytes.Length]);
            json.WriteEndObject();
            start += bytes.Length;
        }

        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static void WriteArray(Utf8JsonWriter json, string name, int[] numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
