using System.Diagnostics.CodeAnalysis;

namespace Freehold.Inference.Formats;

/// <summary>How the numbers of a tensor are stored. All are little-endian.</summary>
public enum TensorType
{
    /// <summary>32-bit IEEE.</summary>
    F32,

    /// <summary>16-bit IEEE.</summary>
    F16,

    /// <summary>The upper half of a 32-bit IEEE number.</summary>
    BF16,

    /// <summary>Blocks of 32 numbers in 34 bytes: a 16-bit IEEE scale, then 32 signed bytes (ggml, <c>block_q8_0</c>).</summary>
    [SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The format's own name.")]
    Q8_0,
}

/// <summary>Sizes of each <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>Numbers in one block: a row is a whole number of blocks.</summary>
    public static int BlockLength(this TensorType type) => type == TensorType.Q8_0 ? 32 : 1;

    /// <summary>Bytes of one block.</summary>
    public static int BlockBytes(this TensorType type) => type switch
    {
        TensorType.F32 => 4,
        TensorType.F16 or TensorType.BF16 => 2,
        TensorType.Q8_0 => 34,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type."),
    };
}
