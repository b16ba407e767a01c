using System.Text;

namespace Freehold.Testing;

/// <summary>
/// Writes GGUF version 3 files for tests (spec: ggml/docs/gguf.md). It checks nothing, so that a test can write a wrong file too.
/// </summary>
public sealed class GgufWriter
{
    private readonly List<Action<BinaryWriter>> _metadata = [];
    private readonly List<(string Name, int[] Shape, uint Type, byte[] Data)> _tensors = [];

    /// <summary>Format version to claim.</summary>
    public uint Version { get; set; } = 3;

    /// <summary>Bytes that each tensor's data is aligned to.</summary>
    public int Alignment { get; set; } = 32;

    /// <summary>
    /// Adds a metadata value: string, bool, uint, int, float, ulong, or an array (string[], float[], int[], uint[]).
    /// </summary>
    public GgufWriter Set(string key, object value)
    {
        _metadata.Add(writer =>
        {
            WriteString(writer, key);
            WriteTyped(writer, value);
        });
        return this;
    }

    /// <summary>Adds a tensor. <paramref name="shape"/> is row-major, outermost first; the file holds it innermost first.</summary>
    public GgufWriter Add(string name, int[] shape, float[] values, TensorEncoding encoding = TensorEncoding.F32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        // As llama.cpp's quantiser does: a row that is not a whole number of blocks stays at F16.
        if (encoding == TensorEncoding.Q8_0 && (shape.Length < 2 || shape[^1] % TensorEncoder.Q8BlockLength != 0))
            encoding = shape.Length < 2 ? TensorEncoding.F32 : TensorEncoding.F16;
        return AddRaw(name, shape, (uint)encoding, TensorEncoder.Encode(values, encoding));
    }

    /// <summary>Adds a tensor with any type number and any bytes.</summary>
    public GgufWriter AddRaw(string name, int[] shape, uint type, byte[] data)
    {
        _tensors.Add((name, shape, type, data));
        return this;
    }

    /// <summary>The whole file.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach (var write in _metadata)
            write(writer);

        ulong offset = 0;
        foreach (var (name, shape, type, data) in _tensors)
        {
            WriteString(writer, name);
            writer.Write((uint)shape.Length);
            foreach (var extent in shape.Reverse())
                writer.Write((ulong)extent);
            writer.Write(type);
            writer.Write(offset);
            offset += (ulong)Aligned(data.Length);
        }

        foreach (var tensor in _tensors)
        {
            writer.Write(new byte[Aligned((int)stream.Position) - (int)stream.Position]);
            writer.Write(tensor.Data);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Writes the file to <paramref name="path"/>.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToArray());

    private int Aligned(int length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void WriteString(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteTyped(BinaryWriter writer, object value)
    {
        writer.Write(TypeNumber(value));
        if (value is Array array)
        {
            writer.Write(TypeNumber(array.Length > 0 ? array.GetValue(0)! : 0u));
            writer.Write((ulong)array.Length);
            foreach (var item in array)
                WriteValue(writer, item!);
        }
        else
        {
            WriteValue(writer, value);
        }
    }

    private static uint TypeNumber(object value) => value switch
    {
        uint => 4,
        int => 5,
        float => 6,
        bool => 7,
        string => 8,
        Array => 9,
        ulong => 10,
        _ => throw new NotSupportedException($"GgufWriter does not write {value.GetType().Name} metadata."),
    };

    private static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case ulong number: writer.Write(number); break;
            case string text: WriteString(writer, text); break;
        }
    }
}
