using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Decoder;

/// <summary>One linear product of a decoder, y = x * transpose(weights) + bias, and the address under which adapters find it.</summary>
/// <param name="Tensor">Name of the tensor without its ending: <c>blk.3.attn_q</c>; for a part of a fused one, the whole's.</param>
/// <param name="FirstRow">Row of the tensor that the product's first row is: above 0 only in a part of a fused tensor.</param>
/// <param name="Index">Number of the product in its model, from 0 in the order of execution.</param>
/// <param name="Weights">[rows, columns]</param>
/// <param name="Bias">[rows], or null</param>
internal sealed record LinearLayer(string Tensor, int FirstRow, int Index, WeightMatrix Weights, float[]? Bias)
{
    /// <summary>Numbers that come out.</summary>
    public int Rows => Weights.Rows;

    /// <summary>Numbers that go in.</summary>
    public int Columns => Weights.Columns;
}
