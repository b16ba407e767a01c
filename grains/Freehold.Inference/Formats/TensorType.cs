using System.Diagnostics.CodeAnalysis;

namespace Freehold.Inference.Formats;

/// <summary>How the numbers of a tensor are stored. All are little-endian; the names of the block formats are ggml's.</summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The formats' own names.")]
public enum TensorType
{
    /// <summary>32-bit IEEE.</summary>
    F32,

    /// <summary>16-bit IEEE.</summary>
    F16,

    /// <summary>The upper half of a 32-bit IEEE number.</summary>
    BF16,

    /// <summary>32 numbers in 34 bytes: a 16-bit scale, then signed bytes.</summary>
    Q8_0,

    /// <summary>32 numbers in 18 bytes: a 16-bit scale, then 4-bit numbers around 8.</summary>
    Q4_0,

    /// <summary>32 numbers in 20 bytes: a 16-bit scale and minimum, then 4-bit numbers.</summary>
    Q4_1,

    /// <summary>32 numbers in 22 bytes: a 16-bit scale, then 5-bit numbers around 16.</summary>
    Q5_0,

    /// <summary>256 numbers in 144 bytes: 4-bit numbers; each 32 have a 6-bit scale and a 6-bit minimum of their own.</summary>
    Q4_K,

    /// <summary>256 numbers in 176 bytes: 5-bit numbers; each 32 have a 6-bit scale and a 6-bit minimum of their own.</summary>
    Q5_K,

    /// <summary>256 numbers in 210 bytes: 6-bit numbers around 32; each 16 have an 8-bit scale of their own.</summary>
    Q6_K,
}

/// <summary>Sizes of each <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>Most numbers that any format stores in a byte.</summary>
    internal const int MaxNumbersPerByte = 2;

    /// <summary>Numbers in one block: a row is a whole number of blocks.</summary>
    public static int BlockLength(this TensorType type) => type switch
    {
        TensorType.F32 or TensorType.F16 or TensorType.BF16 => 1,
        TensorType.Q8_0 or TensorType.Q4_0 or TensorType.Q4_1 or TensorType.Q5_0 => 32,
        TensorType.Q4_K or TensorType.Q5_K or TensorType.Q6_K => 256,
        _ => throw Unknown(type),
    };

    /// <summary>Bytes of one block.</summary>
    public static int BlockBytes(this TensorType type) => type switch
    {
        TensorType.F32 => 4,
        TensorType.F16 or TensorType.BF16 => 2,
        TensorType.Q8_0 => 34,
        TensorType.Q4_0 => 18,
        TensorType.Q4_1 => 20,
        TensorType.Q5_0 => 22,
        TensorType.Q4_K => 144,
        TensorType.Q5_K => 176,
        TensorType.Q6_K => 210,
        _ => throw Unknown(type),
    };

    private static ArgumentOutOfRangeException Unknown(TensorType type) => new(nameof(type), type, "Unknown tensor type.");
}
