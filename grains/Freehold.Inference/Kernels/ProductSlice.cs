using Freehold.Inference.Kernels.Blocks;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels;

/// <summary>Some rows of one product Y = X * transpose(W), for one thread.</summary>
/// <param name="weights">W: [rows, columns] as stored</param>
/// <param name="start">First row to do.</param>
/// <param name="end">Row after the last.</param>
/// <param name="input">X: [tokens, columns]</param>
/// <param name="blocks">X once more as blocks, where the format of W wants it.</param>
/// <param name="tokens">Number of vectors.</param>
/// <param name="output">Y: [tokens, rows]; columns start..end-1 are written</param>
/// <param name="scratch">This thread's own.</param>
/// <param name="level">Instructions to use.</param>
internal readonly unsafe ref struct ProductSlice(
    WeightMatrix weights, int start, int end, float* input, BlockActivations blocks, int tokens, float* output, AlignedBuffer scratch,
    VectorLevel level)
{
    public readonly WeightMatrix Weights = weights;
    public readonly int Start = start, End = end, Tokens = tokens;
    public readonly float* Input = input, Output = output;
    public readonly BlockActivations Blocks = blocks;
    public readonly AlignedBuffer Scratch = scratch;
    public readonly VectorLevel Level = level;
}
