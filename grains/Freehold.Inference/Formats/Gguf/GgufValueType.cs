namespace Freehold.Inference.Formats.Gguf;

/// <summary>Types of a metadata value; the numbers are the format's (ggml/docs/gguf.md).</summary>
internal enum GgufValueType : uint
{
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
}

internal static class GgufValueTypes
{
    /// <summary>Bytes of a value of fixed size; 0 for strings and arrays; -1 for a number that the format does not define.</summary>
    public static int FixedBytes(this GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
        GgufValueType.String or GgufValueType.Array => 0,
        _ => -1,
    };
}

/// <summary>
/// Where a value lies. Nothing is decoded until it is asked for, so that a file's metadata costs no memory but its keys.
/// </summary>
/// <param name="Type">Type of the value, or of an array's elements.</param>
/// <param name="Offset">Byte offset of the value, after a string's or an array's length.</param>
/// <param name="Count">Elements of an array, bytes of a string, else 1.</param>
/// <param name="IsArray">True for an array.</param>
internal readonly record struct GgufValue(GgufValueType Type, long Offset, int Count, bool IsArray);
