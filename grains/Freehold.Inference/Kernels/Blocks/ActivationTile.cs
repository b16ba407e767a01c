namespace Freehold.Inference.Kernels.Blocks;

/// <summary>Where a tile's part of <see cref="BlockActivations"/> starts; each pointer goes on block by block.</summary>
internal unsafe struct ActivationTile(BlockActivations x, int tile, int block)
{
    /// <summary>[blocks, 4, 32]</summary>
    public sbyte* Bytes = x.Bytes + At(x, tile, block) * IBlockFormat.BlockLength;

    /// <summary>[blocks, 4, 32]</summary>
    public short* Shorts = x.Shorts + At(x, tile, block) * IBlockFormat.BlockLength;

    /// <summary>[blocks, 4]</summary>
    public float* Scales = x.Scales + At(x, tile, block);

    /// <summary>[blocks, 4]</summary>
    public float* ScaledSums = x.ScaledSums + At(x, tile, block);

    /// <summary>[blocks, 4]</summary>
    public int* SumPairs = x.SumPairs + At(x, tile, block);

    /// <summary>To the next block.</summary>
    public void Advance()
    {
        Bytes += BlockActivations.TileTokens * IBlockFormat.BlockLength;
        Shorts += BlockActivations.TileTokens * IBlockFormat.BlockLength;
        Scales += BlockActivations.TileTokens;
        ScaledSums += BlockActivations.TileTokens;
        SumPairs += BlockActivations.TileTokens;
    }

    private static long At(BlockActivations x, int tile, int block) => ((long)tile * x.Blocks + block) * x.Width;
}
