using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

        switch (type)
        {
            case TensorType.F32: MemoryMarshal.Cast<byte, float>(row).CopyTo(target); break;
            case TensorType.F16: Decode<F16Row>(row, target); break;
            case TensorType.BF16: Decode<BF16Row>(row, target); break;
            case TensorType.Q8_0: Decode<Q8Row>(row, target); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type.");
        }
    }

    /// <summary>Scalar reference, and the path of machines without AVX2.</summary>
    public static void Scalar<TRow>(ReadOnlySpan<byte> row, Span<float> target, int start = 0)
        where TRow : struct, IRowFormat
    {
        ref var w = ref MemoryMarshal.GetReference(row);
        for (var i = start; i < target.Length; i++)
            target[i] = TRow.Load1(ref w, i);
    }

    private static void Decode<TRow>(ReadOnlySpan<byte> row, Span<float> target)
        where TRow : struct, IRowFormat
    {
        var i = 0;
        if (DotKernel.IsFused)
        {
            ref var w = ref MemoryMarshal.GetReference(row);
            for (; i <= target.Length - 32; i += 32)
            {
                TRow.Load32(ref w, i, out var a, out var b, out var c, out var d);
                a.CopyTo(target[i..]);
                b.CopyTo(target[(i + 8)..]);
                c.CopyTo(target[(i + 16)..]);
                d.CopyTo(target[(i + 24)..]);
            }
        }

        Scalar<TRow>(row, target, i);
    }
}
