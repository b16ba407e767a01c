using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>Rows in blocks, whatever the format.</summary>
/// <remarks>
/// y[row, token] is a chain over the row's blocks in order: y = fma(scale * xscale, dot, y), then, with minimums, y = fma(-minimum, xsum, y),
/// where dot is an exact sum of integers. Every path below keeps to it, so a product has the same bits for one token and for many, and on
/// every machine.
/// </remarks>
internal sealed unsafe class BlockRowFormat<TFormat> : RowFormat
    where TFormat : struct, IBlockFormat
{
    // Activations that are worth keeping in the second cache while the rows go by.
    private const int CachedBytes = 384 * 1024;

    public override bool UsesBlocks => true;

    public override bool UsesShorts => TFormat.MaxQuant == 0;

    public override void Decode(ReadOnlySpan<byte> row, Span<float> target)
    {
        fixed (byte* start = row)
        fixed (float* values = target)
        {
            for (var block = 0; block < target.Length / IBlockFormat.BlockLength; block++)
                BlockReference.Decode<TFormat>(start, block, values + block * IBlockFormat.BlockLength);
        }
    }

    public override void Multiply(in ProductSlice slice)
    {
        fixed (byte* w = slice.Weights.Bytes(slice.Start, slice.End - slice.Start))
        {
            var done = slice switch
            {
                { Level: VectorLevel.Portable } => 0,
                { Tokens: 1 } => Vectors(slice, w),
                { Level: VectorLevel.Avx2 } => Tiles<IntegerLanes256, Vector256<int>>(slice, w, 0),
                _ => Tiles<IntegerLanes256, Vector256<int>>(slice, w, Tiles<IntegerLanes512, Vector512<int>>(slice, w, 0)),
            };
            var rowBytes = slice.Weights.RowBytes;
            for (var row = done; row < slice.End - slice.Start; row++)
                PortableBlockKernel.Multiply<TFormat>(w + (long)row * rowBytes, slice.Blocks, slice.Output + slice.Start + row, slice.Weights.Rows);
        }
    }

    private static int Vectors(in ProductSlice slice, byte* w)
    {
        nint rowBytes = slice.Weights.RowBytes;
        var y = slice.Output + slice.Start;
        var (row, rows) = (0, slice.End - slice.Start);
        for (; row <= rows - BlockVectorKernel.Rows; row += BlockVectorKernel.Rows)
            BlockVectorKernel.Multiply<TFormat>(w + row * rowBytes, rowBytes, slice.Blocks, y + row);
        return row;
    }

    /// <summary>As many whole panels as there are from a row on; returns the row after them.</summary>
    private static int Tiles<TLanes, TVector>(in ProductSlice slice, byte* w, int start)
        where TLanes : struct, IIntegerLanes<TVector>
        where TVector : struct
    {
        var panelRows = BlockTileKernel<TLanes, TVector, TFormat>.Rows;
        var end = start + (slice.End - slice.Start - start) / panelRows * panelRows;
        slice.Scratch.Reserve(BlockPanel.MaxBytes + panelRows * sizeof(float));
        var cached = Math.Max(1, CachedBytes / slice.Blocks.BytesPerTile);
        for (var tile = 0; tile < slice.Blocks.Tiles; tile += cached)
        {
            for (var row = start; row < end; row += panelRows)
                Panel<TLanes, TVector>(slice, w, row, tile, Math.Min(slice.Blocks.Tiles, tile + cached));
        }

        return end;
    }

    /// <summary>
    /// One panel of rows with some tiles of tokens. 256 columns of it at a time are unpacked, and are in the first cache while the tokens go
    /// by; reading along the rows keeps memory busy with one stream.
    /// </summary>
    private static void Panel<TLanes, TVector>(in ProductSlice slice, byte* w, int row, int firstTile, int endTile)
        where TLanes : struct, IIntegerLanes<TVector>
        where TVector : struct
    {
        nint rowBytes = slice.Weights.RowBytes;
        var panel = slice.Scratch.Start;
        var output = new TileOutput(slice, row, (float*)(panel + BlockPanel.MaxBytes));
        for (var block = 0; block < slice.Blocks.Blocks; block += BlockPanel.MaxBlocks)
        {
            var blocks = Math.Min(BlockPanel.MaxBlocks, slice.Blocks.Blocks - block);
            var groups = w + row * rowBytes + block / TFormat.GroupBlocks * TFormat.GroupBytes;
            BlockPanel.Unpack<TFormat>(groups, rowBytes, blocks, TLanes.Count, panel);
            for (var tile = firstTile; tile < endTile; tile++)
            {
                var y = output.Of(tile);
                if (block == 0)
                    y.Clear(BlockTileKernel<TLanes, TVector, TFormat>.Rows);
                BlockTileKernel<TLanes, TVector, TFormat>.Multiply(panel, blocks, new ActivationTile(slice.Blocks, tile, block), y);
            }
        }
    }
}
