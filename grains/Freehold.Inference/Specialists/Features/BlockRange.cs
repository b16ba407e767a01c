namespace Freehold.Inference.Specialists.Features;

/// <summary>Neighbouring blocks of features.</summary>
/// <param name="First">The first block.</param>
/// <param name="End">The block after the last.</param>
internal readonly record struct BlockRange(int First, int End)
{
    public static BlockRange All => new(0, TextFeatures.BlockCount);

    /// <summary>The place of the blocks in rows that lie block by block.</summary>
    /// <param name="blockEnds">[blocks], where each block's rows end.</param>
    public Range In(ReadOnlySpan<int> blockEnds) => (First == 0 ? 0 : blockEnds[First - 1])..blockEnds[End - 1];
}
