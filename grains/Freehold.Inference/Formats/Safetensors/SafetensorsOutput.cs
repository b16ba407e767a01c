using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Freehold.Inference.Formats.Gguf;

namespace Freehold.Inference.Formats.Safetensors;

/// <summary>
/// Writes a safetensors file of 32-bit numbers (github.com/huggingface/safetensors, "Format"): tensors are named beforehand, their rows
/// asked for when the file is saved. The same tensors and metadata give the same bytes.
/// </summary>
internal sealed class SafetensorsOutput
{
    private const int PrefixBytes = 8;

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<(string Name, int[] Shape, RowSource Rows)> _tensors = [];

    /// <summary>Adds a line of metadata.</summary>
    public void SetMetadata(string key, string value) => _metadata[key] = value;

    /// <summary>Names a tensor of <paramref name="shape"/>, outermost extent first.</summary>
    public void Add(string name, ReadOnlySpan<int> shape, RowSource rows) => _tensors.Add((name, shape.ToArray(), rows));

    /// <summary>Writes the file whole or not at all, in place of one that is there already.</summary>
    /// <exception cref="IOException">The disk is full, or the folder is not there.</exception>
    public void Save(string path)
    {
        var header = Header();
        var length = PrefixBytes + header.Length + _tensors.Sum(tensor => ByteLength(tensor.Shape));
        AtomicFile.Write(path, length, overwrite: true, WriteTo, _ => { });

        void WriteTo(Stream stream)
        {
            Span<byte> prefix = stackalloc byte[PrefixBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var (_, shape, rows) in _tensors)
                WriteRows(stream, shape, rows);
        }
    }

    private static void WriteRows(Stream stream, int[] shape, RowSource rows)
    {
        var values = new float[shape[^1]];
        var count = ByteLength(shape) / sizeof(float) / values.Length;
        for (var row = 0; row < count; row++)
        {
            rows(row, values);
            stream.Write(MemoryMarshal.AsBytes<float>(values));
        }
    }

    private byte[] Header()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsShard.MetadataName);
                foreach (var (key, value) in _metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            var offset = 0L;
            foreach (var (name, shape, _) in _tensors)
            {
                WriteEntry(json, name, shape, offset);
                offset += ByteLength(shape);
            }

            json.WriteEndObject();
        }

        // The numbers begin at a multiple of 8, as the format's own writer has it.
        while (buffer.Length % PrefixBytes != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, int[] shape, long offset)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (var extent in shape)
            json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + ByteLength(shape));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long ByteLength(int[] shape) => shape.Aggregate((long)sizeof(float), (product, extent) => checked(product * extent));
}
