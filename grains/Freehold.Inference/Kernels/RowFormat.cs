using System.Collections.Immutable;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels.Blocks;
using Freehold.Inference.Kernels.Floats;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels;

/// <summary>What the kernels can do with rows of one storage format. A new format is one struct and one line here.</summary>
internal abstract class RowFormat
{
    private static readonly ImmutableDictionary<TensorType, RowFormat> Formats = new Dictionary<TensorType, RowFormat>
    {
        [TensorType.F32] = new FloatRowFormat<F32>(),
        [TensorType.F16] = new FloatRowFormat<F16>(),
        [TensorType.BF16] = new FloatRowFormat<BF16>(),
        [TensorType.Q8_0] = new BlockRowFormat<Q8_0>(),
        [TensorType.Q4_0] = new BlockRowFormat<Q4_0>(),
        [TensorType.Q4_1] = new BlockRowFormat<Q4_1>(),
        [TensorType.Q5_0] = new BlockRowFormat<Q5_0>(),
        [TensorType.Q4_K] = new BlockRowFormat<Q4_K>(),
        [TensorType.Q5_K] = new BlockRowFormat<Q5_K>(),
        [TensorType.Q6_K] = new BlockRowFormat<Q6_K>(),
    }.ToImmutableDictionary();

    /// <summary>Whether products want the activations as <see cref="BlockActivations"/>.</summary>
    public abstract bool UsesBlocks { get; }

    /// <summary>Whether products with several tokens want <see cref="BlockActivations.Shorts"/>.</summary>
    public abstract bool UsesShorts { get; }

    public static RowFormat Of(TensorType type) => Formats[type];

    /// <summary>Rows that are best done together: slices start at multiples of it.</summary>
    public static int PanelRows(int tokens, VectorLevel level) => tokens == 1 ? 8 : level == VectorLevel.Avx512 ? 32 : 16;

    /// <summary>Turns a stored row into 32-bit numbers, exactly.</summary>
    /// <param name="row">[columns] numbers as stored</param>
    /// <param name="target">[columns]</param>
    public abstract void Decode(ReadOnlySpan<byte> row, Span<float> target);

    /// <summary>Does some rows of a product.</summary>
    public abstract void Multiply(in ProductSlice slice);
}
