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
        for (var block = 0; block < slice.Blocks.Blocks; block += BlockPanel.MaxBlocks)
        {
            var blocks = Math.Min(BlockPanel.MaxBlocks, slice.Blocks.Blocks - block);
            for (var row = start; row < end; row += panelRows)
                Panel<TLanes, TVector>(slice, w, row, block, blocks);
        }

        return end;
    }

    /// <summary>One panel of 256 columns with all tokens: unpacked once, while it stays in the first cache.</summary>
    private static void Panel<TLanes, TVector>(in ProductSlice slice, byte* w, int row, int block, int blocks)
        where TLanes : struct, IIntegerLanes<TVector>
        where TVector : struct
    {
        nint rowBytes = slice.Weights.RowBytes;
        var panel = slice.Scratch.Start;
        var filling = (float*)(panel + BlockPanel.MaxBytes);
        BlockPanel.Unpack<TFormat>(
            w + row * rowBytes + block / TFormat.GroupBlocks * TFormat.GroupBytes, rowBytes, blocks, TLanes.Count, panel);
        var first = slice.Output + slice.Start + row;
        var (x, rows) = (slice.Blocks, slice.Weights.Rows);
        for (var tile = 0; tile < x.Tiles; tile++)
        {
            BlockTileKernel<TLanes, TVector, TFormat>.Multiply(
                panel, blocks, new ActivationTile(x, tile, block), new OutputTile(Token(tile, 0), Token(tile, 1), Token(tile, 2), Token(tile, 3)));
        }

        // Tokens that fill up the last tile all go to one place that nobody reads.
        float* Token(int tile, int lane)
        {
            var token = tile * x.Width + lane;
            var y = token < x.Tokens ? first + (long)token * rows : filling;
            if (block == 0)
                new Span<float>(y, BlockTileKernel<TLanes, TVector, TFormat>.Rows).Clear();
            return y;
        }
    }
}
