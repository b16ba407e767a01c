using System.Buffers.Binary;
using System.Text;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>The key-value part of a GGUF file. Values are decoded when asked for; a value of another type is a fault of the file.</summary>
internal sealed class GgufMetadata(MappedFile file)
{
    /// <summary>Longest text decoded; the longest in use are chat templates of some 64 KiB.</summary>
    public const int MaxTextBytes = 1 << 24;

    private readonly Dictionary<string, GgufValue> _values = new(StringComparer.Ordinal);
    private readonly List<(string Key, long Start, long End)> _entries = [];

    public string FilePath => file.Path;

    /// <summary>Reads one key and steps over its value.</summary>
    public void ReadEntry(GgufCursor cursor)
    {
        var at = cursor.Position;
        var key = cursor.ReadName("a metadata key");
        var type = (GgufValueType)cursor.ReadUInt32($"the type of '{key}'");
        if (!_values.TryAdd(key, ReadValue(cursor, key, type)))
            throw cursor.Fault($"metadata key '{key}' occurs twice", at);
        _entries.Add((key, at, cursor.Position));
    }

    /// <summary>Writes the entries of the keys that <paramref name="wanted"/> names into another file, byte for byte and in their order.</summary>
    public void CopyTo(GgufWriter writer, Func<string, bool> wanted)
    {
        foreach (var (key, start, end) in _entries.Where(entry => wanted(entry.Key)))
        {
            if (end - start > int.MaxValue)
                throw Fault(key, $"is {end - start} bytes long, more than {int.MaxValue}");
            writer.CopyEntry(file.Span(start, (int)(end - start)));
        }
    }

    public bool Contains(string key) => _values.ContainsKey(key);

    public string? Text(string key)
    {
        if (Find(key, isArray: false) is not { } value)
            return null;
        if (value.Type != GgufValueType.String || value.Count > MaxTextBytes)
            throw Fault(key, $"is not a text of at most {MaxTextBytes} bytes");
        return Encoding.UTF8.GetString(file.Span(value.Offset, value.Count));
    }

    /// <summary>A whole number from 0 to int.MaxValue, of whatever width.</summary>
    public int? Integer(string key)
    {
        if (Find(key, isArray: false) is not { } value)
            return null;
        var number = Whole(key, value.Type, file.Span(value.Offset, Math.Max(0, value.Type.FixedBytes())));
        return number >= 0 && number <= int.MaxValue ? (int)number : throw Fault(key, $"is {number}, not from 0 to {int.MaxValue}");
    }

    public int RequiredInteger(string key) => Integer(key) ?? throw Fault(key, "is missing");

    /// <summary>A token id, or null where the key is absent or holds the format's 'none' (all bits set).</summary>
    public int? TokenId(string key)
    {
        if (Find(key, isArray: false) is not { } value)
            return null;
        var number = Whole(key, value.Type, file.Span(value.Offset, Math.Max(0, value.Type.FixedBytes())));
        return number >= 0 && number <= int.MaxValue ? (int)number : null;
    }

    public float? Number(string key)
    {
        if (Find(key, isArray: false) is not { } value)
            return null;
        return value.Type switch
        {
            GgufValueType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(file.Span(value.Offset, 4)),
            GgufValueType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(file.Span(value.Offset, 8)),
            _ => throw Fault(key, $"is of type {value.Type}, not a floating-point number"),
        };
    }

    public bool? Flag(string key)
    {
        if (Find(key, isArray: false) is not { } value)
            return null;
        return value.Type == GgufValueType.Bool ? file.Span(value.Offset, 1)[0] != 0 : throw Fault(key, "is not a flag");
    }

    /// <summary>An array of texts. Its memory is bounded by the file: each element takes at least 8 bytes there.</summary>
    public string[]? Texts(string key)
    {
        if (Find(key, isArray: true) is not { } value)
            return null;
        if (value.Type != GgufValueType.String)
            throw Fault(key, "is not an array of texts");

        var texts = new string[value.Count];
        var cursor = new GgufCursor(file, value.Offset);
        for (var i = 0; i < texts.Length; i++)
        {
            var length = cursor.ReadCount($"length of element {i} of '{key}'", 1);
            if (length > MaxTextBytes)
                throw Fault(key, $"holds a text of {length} bytes, more than {MaxTextBytes}");
            texts[i] = Encoding.UTF8.GetString(file.Span(cursor.Position, length));
            cursor.Skip(length, key);
        }

        return texts;
    }

    public float[]? Numbers(string key)
    {
        if (Find(key, isArray: true) is not { } value)
            return null;
        if (value.Type != GgufValueType.Float32)
            throw Fault(key, "is not an array of 32-bit floating-point numbers");
        var numbers = new float[value.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(file.Span(value.Offset + 4L * i, 4));
        return numbers;
    }

    public int[]? Integers(string key)
    {
        if (Find(key, isArray: true) is not { } value)
            return null;
        if (value.Type is not (GgufValueType.Int32 or GgufValueType.UInt32))
            throw Fault(key, "is not an array of 32-bit whole numbers");
        var numbers = new int[value.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadInt32LittleEndian(file.Span(value.Offset + 4L * i, 4));
        return numbers;
    }

    public ModelFormatException Fault(string key, string what, string remedy = ModelFormatException.Damaged) =>
        new(file.Path, $"metadata '{key}' {what}", $"key '{key}'", remedy);

    private static GgufValue ReadValue(GgufCursor cursor, string key, GgufValueType type)
    {
        var at = cursor.Position;
        if (type == GgufValueType.Array)
            return ReadArray(cursor, key);
        if (type == GgufValueType.String)
        {
            var bytes = cursor.ReadCount($"length of '{key}'", 1);
            var text = new GgufValue(type, cursor.Position, bytes, IsArray: false);
            cursor.Skip(bytes, key);
            return text;
        }

        if (type.FixedBytes() < 0)
            throw cursor.Fault($"metadata '{key}' is of unknown type {(uint)type}", at);
        cursor.Skip(type.FixedBytes(), $"the value of '{key}'");
        return new GgufValue(type, at, 1, IsArray: false);
    }

    private static GgufValue ReadArray(GgufCursor cursor, string key)
    {
        var at = cursor.Position;
        var element = (GgufValueType)cursor.ReadUInt32($"the element type of '{key}'");
        if (element == GgufValueType.Array || element.FixedBytes() < 0)
            throw cursor.Fault($"metadata '{key}' is an array of unsupported element type {(uint)element}", at);

        var count = cursor.ReadCount($"count of '{key}'", element == GgufValueType.String ? 8 : element.FixedBytes());
        var value = new GgufValue(element, cursor.Position, count, IsArray: true);
        if (element != GgufValueType.String)
        {
            cursor.Skip((long)count * element.FixedBytes(), $"the array '{key}'");
            return value;
        }

        for (var i = 0; i < count; i++)
            cursor.Skip(cursor.ReadCount($"length of element {i} of '{key}'", 1), $"element {i} of '{key}'");
        return value;
    }

    private GgufValue? Find(string key, bool isArray)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        return value.IsArray == isArray ? value : throw Fault(key, isArray ? "is not an array" : "is an array, not one value");
    }

    private Int128 Whole(string key, GgufValueType type, ReadOnlySpan<byte> bytes) => type switch
    {
        GgufValueType.UInt8 => bytes[0],
        GgufValueType.Int8 => (sbyte)bytes[0],
        GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        GgufValueType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        GgufValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        GgufValueType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        GgufValueType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => throw Fault(key, $"is of type {type}, not a whole number"),
    };
}
