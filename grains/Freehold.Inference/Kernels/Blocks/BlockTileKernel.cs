using System.Runtime.CompilerServices;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>A <see cref="BlockPanel"/> times a tile of four tokens: two vectors of rows by four tokens stay in registers.</summary>
/// <typeparam name="TLanes">Instructions.</typeparam>
/// <typeparam name="TVector">Their vector.</typeparam>
/// <typeparam name="TFormat">Format of the weights.</typeparam>
internal static unsafe class BlockTileKernel<TLanes, TVector, TFormat>
    where TLanes : struct, IIntegerLanes<TVector>
    where TVector : struct
    where TFormat : struct, IBlockFormat
{
    private const int BlockLength = IBlockFormat.BlockLength, Tokens = BlockActivations.TileTokens;

    /// <summary>Rows of a panel.</summary>
    public static int Rows => BlockPanel.Vectors * TLanes.Count;

    private static int VectorBytes => TLanes.Count * sizeof(int);

    /// <summary>Continues y[token] over some blocks.</summary>
    /// <param name="panel">[blocks] of the panel</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="x">Where the tile's part of the activations starts.</param>
    /// <param name="y">Four times [Rows]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(byte* panel, int blocks, ActivationTile x, OutputTile y)
    {
        for (var block = 0; block < blocks; block++)
        {
            TVector a0, a1, b0, b1, c0, c1, d0, d1;
            if (TFormat.MaxQuant == 0)
                DotShorts(panel, (byte*)x.Shorts, out a0, out a1, out b0, out b1, out c0, out c1, out d0, out d1);
            else
                DotBytes(panel, (byte*)x.Bytes, out a0, out a1, out b0, out b1, out c0, out c1, out d0, out d1);

            var headers = panel + BlockPanel.Steps<TFormat>() * BlockPanel.Vectors * VectorBytes;
            Accumulate(headers, x, 0, y.A, a0, a1);
            Accumulate(headers, x, 1, y.B, b0, b1);
            Accumulate(headers, x, 2, y.C, c0, c1);
            Accumulate(headers, x, 3, y.D, d0, d1);
            panel += BlockPanel.BlockBytes<TFormat>(TLanes.Count);
            x.Advance();
        }
    }

    /// <summary>16-bit weights and activations, two products a lane and step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DotShorts(
        byte* w, byte* x, out TVector a0, out TVector a1, out TVector b0, out TVector b1,
        out TVector c0, out TVector c1, out TVector d0, out TVector d1)
    {
        const int tokenBytes = BlockLength * sizeof(short);
        a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = TLanes.Zero;
        for (var step = 0; step < BlockLength / 2; step++)
        {
            var (w0, w1) = (TLanes.Load(w), TLanes.Load(w + VectorBytes));
            var v = TLanes.Broadcast(x);
            a0 = TLanes.AddInts(a0, TLanes.MultiplyShorts(w0, v));
            a1 = TLanes.AddInts(a1, TLanes.MultiplyShorts(w1, v));
            v = TLanes.Broadcast(x + tokenBytes);
            b0 = TLanes.AddInts(b0, TLanes.MultiplyShorts(w0, v));
            b1 = TLanes.AddInts(b1, TLanes.MultiplyShorts(w1, v));
            v = TLanes.Broadcast(x + 2 * tokenBytes);
            c0 = TLanes.AddInts(c0, TLanes.MultiplyShorts(w0, v));
            c1 = TLanes.AddInts(c1, TLanes.MultiplyShorts(w1, v));
            v = TLanes.Broadcast(x + 3 * tokenBytes);
            d0 = TLanes.AddInts(d0, TLanes.MultiplyShorts(w0, v));
            d1 = TLanes.AddInts(d1, TLanes.MultiplyShorts(w1, v));
            w += BlockPanel.Vectors * VectorBytes;
            x += sizeof(int);
        }
    }

    /// <summary>
    /// Unsigned bytes times signed ones, four products a lane and step, added up in 16 bits as long as they fit: 16 * 15 * 127,
    /// 8 * 31 * 127 and 4 * 63 * 127 do.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DotBytes(
        byte* w, byte* x, out TVector a0, out TVector a1, out TVector b0, out TVector b1,
        out TVector c0, out TVector c1, out TVector d0, out TVector d1)
    {
        const int steps = BlockLength / 4;
        var stepsInShorts = TFormat.MaxQuant <= 15 ? steps : TFormat.MaxQuant <= 31 ? steps / 2 : steps / 4;
        var subs = w + (steps + 2) * BlockPanel.Vectors * VectorBytes;
        a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = TLanes.Zero;
        for (var first = 0; first < steps; first += stepsInShorts)
        {
            TVector sa0 = TLanes.Zero, sa1 = TLanes.Zero, sb0 = TLanes.Zero, sb1 = TLanes.Zero;
            TVector sc0 = TLanes.Zero, sc1 = TLanes.Zero, sd0 = TLanes.Zero, sd1 = TLanes.Zero;
            for (var step = 0; step < stepsInShorts; step++)
            {
                var (w0, w1) = (TLanes.Load(w), TLanes.Load(w + VectorBytes));
                var v = TLanes.Broadcast(x);
                sa0 = TLanes.AddShorts(sa0, TLanes.MultiplyBytes(w0, v));
                sa1 = TLanes.AddShorts(sa1, TLanes.MultiplyBytes(w1, v));
                v = TLanes.Broadcast(x + BlockLength);
                sb0 = TLanes.AddShorts(sb0, TLanes.MultiplyBytes(w0, v));
                sb1 = TLanes.AddShorts(sb1, TLanes.MultiplyBytes(w1, v));
                v = TLanes.Broadcast(x + 2 * BlockLength);
                sc0 = TLanes.AddShorts(sc0, TLanes.MultiplyBytes(w0, v));
                sc1 = TLanes.AddShorts(sc1, TLanes.MultiplyBytes(w1, v));
                v = TLanes.Broadcast(x + 3 * BlockLength);
                sd0 = TLanes.AddShorts(sd0, TLanes.MultiplyBytes(w0, v));
                sd1 = TLanes.AddShorts(sd1, TLanes.MultiplyBytes(w1, v));
                w += BlockPanel.Vectors * VectorBytes;
                x += sizeof(int);
            }

            // The sub of this half of the block, once for each of the two sums in a lane; 1 where the format has none.
            var half = subs + first / (steps / 2) * BlockPanel.Vectors * VectorBytes;
            var factor0 = TFormat.HasSubscales ? TLanes.Load(half) : TLanes.Shorts(1);
            var factor1 = TFormat.HasSubscales ? TLanes.Load(half + VectorBytes) : factor0;
            a0 = TLanes.AddInts(a0, TLanes.MultiplyShorts(sa0, factor0));
            a1 = TLanes.AddInts(a1, TLanes.MultiplyShorts(sa1, factor1));
            b0 = TLanes.AddInts(b0, TLanes.MultiplyShorts(sb0, factor0));
            b1 = TLanes.AddInts(b1, TLanes.MultiplyShorts(sb1, factor1));
            c0 = TLanes.AddInts(c0, TLanes.MultiplyShorts(sc0, factor0));
            c1 = TLanes.AddInts(c1, TLanes.MultiplyShorts(sc1, factor1));
            d0 = TLanes.AddInts(d0, TLanes.MultiplyShorts(sd0, factor0));
            d1 = TLanes.AddInts(d1, TLanes.MultiplyShorts(sd1, factor1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(byte* headers, ActivationTile x, int token, float* y, TVector dots0, TVector dots1)
    {
        var target = (byte*)y;
        if (TFormat.Bias != 0)
        {
            var sums = TLanes.Broadcast((byte*)(x.SumPairs + token));
            var subs = headers + BlockPanel.Vectors * VectorBytes;
            dots0 = TLanes.SubtractInts(dots0, BiasOf(sums, subs));
            dots1 = TLanes.SubtractInts(dots1, BiasOf(sums, subs + VectorBytes));
        }

        var scale = TLanes.Broadcast((byte*)(x.Scales + token));
        var (scale0, scale1) = (TLanes.MultiplySingles(TLanes.Load(headers), scale),
            TLanes.MultiplySingles(TLanes.Load(headers + VectorBytes), scale));
        var y0 = TLanes.FusedMultiplyAdd(scale0, TLanes.ToSingles(dots0), TLanes.Load(target));
        var y1 = TLanes.FusedMultiplyAdd(scale1, TLanes.ToSingles(dots1), TLanes.Load(target + VectorBytes));
        if (TFormat.HasMinimum)
        {
            var scaledSum = TLanes.Broadcast((byte*)(x.ScaledSums + token));
            var minimums = headers + BlockPanel.Vectors * VectorBytes;
            y0 = TLanes.FusedMultiplySubtractFrom(TLanes.Load(minimums), scaledSum, y0);
            y1 = TLanes.FusedMultiplySubtractFrom(TLanes.Load(minimums + VectorBytes), scaledSum, y1);
        }

        TLanes.Store(target, y0);
        TLanes.Store(target + VectorBytes, y1);
    }

    /// <summary>What the bias adds to a block's dot product: bias * (sub0 * sum0 + sub1 * sum1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BiasOf(TVector sumPair, byte* subPairs) => TFormat.HasSubscales
        ? TLanes.ShiftLeftInts(TLanes.MultiplyShorts(sumPair, TLanes.Load(subPairs)), 5)
        : TLanes.MultiplyShorts(sumPair, TLanes.Shorts((short)TFormat.Bias));
}
