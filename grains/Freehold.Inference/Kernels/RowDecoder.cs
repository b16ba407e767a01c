using Freehold.Inference.Formats;

namespace Freehold.Inference.Kernels;

/// <summary>Turns a stored row into 32-bit numbers, exactly.</summary>
internal static class RowDecoder
{
    /// <param name="type">How the row is stored.</param>
    /// <param name="row">[columns] numbers as stored</param>
    /// <param name="target">[columns]</param>
    public static void Decode(TensorType type, ReadOnlySpan<byte> row, Span<float> target)
    {
        var expected = (long)target.Length / type.BlockLength() * type.BlockBytes();
        if (target.Length % type.BlockLength() != 0 || row.Length != expected)
            throw new ArgumentException($"A row of {row.Length} bytes of {type} is not {target.Length} numbers.", nameof(row));
        RowFormat.Of(type).Decode(row, target);
    }
}
