namespace Freehold.Inference.Adapters;

/// <summary>What an adapter adds to one linear layer: y += scale * B(Ax) (Hu et al. 2021, arXiv:2106.09685).</summary>
/// <param name="A">[rank, inputs]</param>
/// <param name="TransposedB">[rank, outputs]</param>
/// <param name="Scale">alpha / rank, or alpha / sqrt(rank) where the adapter is rank-stabilised (Kalajdzievski 2023, arXiv:2312.03732).</param>
internal sealed record LoraPair(LoraMatrix A, LoraMatrix TransposedB, float Scale)
{
    public int Rank => A.Rows;

    public long Bytes => A.Bytes + TransposedB.Bytes;

    /// <param name="x">[inputs]</param>
    /// <param name="y">[outputs], added to</param>
    public void AddTo(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var r = 0; r < Rank; r++)
            TransposedB.AddTo(r, Scale * A.Dot(r, x), y);
    }
}
