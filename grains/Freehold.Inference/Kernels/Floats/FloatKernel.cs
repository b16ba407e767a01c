using System.Runtime.CompilerServices;

namespace Freehold.Inference.Kernels.Floats;

/// <summary>Rows of weights times tokens, in floats.</summary>
/// <remarks>
/// Each output has one vector of sums, to which the products are added in the order of the columns (the columns left over, as a last vector
/// filled up with zeros), and the lanes are summed at the end. So on one machine an output has the same bits in each of these methods.
/// </remarks>
/// <typeparam name="TLanes">Instructions.</typeparam>
/// <typeparam name="TVector">Their vector.</typeparam>
/// <typeparam name="TFormat">Format of the weights.</typeparam>
internal static unsafe class FloatKernel<TLanes, TVector, TFormat>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
    where TFormat : struct, IFloatFormat
{
    /// <summary>One row, one token.</summary>
    /// <param name="w">[columns] as stored</param>
    /// <param name="x">[columns]</param>
    /// <param name="columns">Number of columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Dot(byte* w, float* x, int columns)
    {
        var s = TLanes.Zero;
        var column = 0;
        for (; column <= columns - TLanes.Count; column += TLanes.Count)
            s = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w + (nint)column * TFormat.Bytes), X(x + column), s);
        if (column < columns)
            s = TLanes.FusedMultiplyAdd(Rest(w, column, columns), Rest(x, column, columns), s);
        return TLanes.Sum(s);
    }

    /// <summary>Eight rows, one token: as many sums as hide the latency of an addition.</summary>
    /// <param name="w">[8, columns] as stored</param>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    /// <param name="x">[columns]</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="y">[8]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Dot8(byte* w, nint rowBytes, float* x, int columns, float* y)
    {
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        TVector s4 = TLanes.Zero, s5 = TLanes.Zero, s6 = TLanes.Zero, s7 = TLanes.Zero;
        byte* w1 = w + rowBytes, w2 = w1 + rowBytes, w3 = w2 + rowBytes;
        byte* w4 = w3 + rowBytes, w5 = w4 + rowBytes, w6 = w5 + rowBytes, w7 = w6 + rowBytes;
        var column = 0;
        for (; column <= columns - TLanes.Count; column += TLanes.Count)
        {
            var (v, at) = (X(x + column), (nint)column * TFormat.Bytes);
            s0 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w + at), v, s0);
            s1 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w1 + at), v, s1);
            s2 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w2 + at), v, s2);
            s3 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w3 + at), v, s3);
            s4 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w4 + at), v, s4);
            s5 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w5 + at), v, s5);
            s6 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w6 + at), v, s6);
            s7 = TLanes.FusedMultiplyAdd(TLanes.Load<TFormat>(w7 + at), v, s7);
        }

        if (column < columns)
        {
            var v = Rest(x, column, columns);
            s0 = TLanes.FusedMultiplyAdd(Rest(w, column, columns), v, s0);
            s1 = TLanes.FusedMultiplyAdd(Rest(w1, column, columns), v, s1);
            s2 = TLanes.FusedMultiplyAdd(Rest(w2, column, columns), v, s2);
            s3 = TLanes.FusedMultiplyAdd(Rest(w3, column, columns), v, s3);
            s4 = TLanes.FusedMultiplyAdd(Rest(w4, column, columns), v, s4);
            s5 = TLanes.FusedMultiplyAdd(Rest(w5, column, columns), v, s5);
            s6 = TLanes.FusedMultiplyAdd(Rest(w6, column, columns), v, s6);
            s7 = TLanes.FusedMultiplyAdd(Rest(w7, column, columns), v, s7);
        }

        (y[0], y[1], y[2], y[3]) = (TLanes.Sum(s0), TLanes.Sum(s1), TLanes.Sum(s2), TLanes.Sum(s3));
        (y[4], y[5], y[6], y[7]) = (TLanes.Sum(s4), TLanes.Sum(s5), TLanes.Sum(s6), TLanes.Sum(s7));
    }

    /// <summary>Four rows, three tokens: twelve sums, and every number that is loaded is used three or four times.</summary>
    /// <param name="w">[4, columns] as stored</param>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    /// <param name="x">[3, columns]</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="y">[3, step]; four numbers of each are written</param>
    /// <param name="step">Numbers from one token's output to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Dot4X3(byte* w, nint rowBytes, float* x, int columns, float* y, nint step)
    {
        TVector a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero;
        TVector b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero;
        TVector c0 = TLanes.Zero, c1 = TLanes.Zero, c2 = TLanes.Zero, c3 = TLanes.Zero;
        byte* w1 = w + rowBytes, w2 = w1 + rowBytes, w3 = w2 + rowBytes;
        float* xb = x + columns, xc = xb + columns;
        for (var column = 0; column < columns; column += TLanes.Count)
        {
            var whole = column <= columns - TLanes.Count;
            var a = whole ? X(x + column) : Rest(x, column, columns);
            var b = whole ? X(xb + column) : Rest(xb, column, columns);
            var c = whole ? X(xc + column) : Rest(xc, column, columns);
            var at = (nint)column * TFormat.Bytes;
            var v = whole ? TLanes.Load<TFormat>(w + at) : Rest(w, column, columns);
            a0 = TLanes.FusedMultiplyAdd(v, a, a0);
            b0 = TLanes.FusedMultiplyAdd(v, b, b0);
            c0 = TLanes.FusedMultiplyAdd(v, c, c0);
            v = whole ? TLanes.Load<TFormat>(w1 + at) : Rest(w1, column, columns);
            a1 = TLanes.FusedMultiplyAdd(v, a, a1);
            b1 = TLanes.FusedMultiplyAdd(v, b, b1);
            c1 = TLanes.FusedMultiplyAdd(v, c, c1);
            v = whole ? TLanes.Load<TFormat>(w2 + at) : Rest(w2, column, columns);
            a2 = TLanes.FusedMultiplyAdd(v, a, a2);
            b2 = TLanes.FusedMultiplyAdd(v, b, b2);
            c2 = TLanes.FusedMultiplyAdd(v, c, c2);
            v = whole ? TLanes.Load<TFormat>(w3 + at) : Rest(w3, column, columns);
            a3 = TLanes.FusedMultiplyAdd(v, a, a3);
            b3 = TLanes.FusedMultiplyAdd(v, b, b3);
            c3 = TLanes.FusedMultiplyAdd(v, c, c3);
        }

        (y[0], y[1], y[2], y[3]) = (TLanes.Sum(a0), TLanes.Sum(a1), TLanes.Sum(a2), TLanes.Sum(a3));
        y += step;
        (y[0], y[1], y[2], y[3]) = (TLanes.Sum(b0), TLanes.Sum(b1), TLanes.Sum(b2), TLanes.Sum(b3));
        y += step;
        (y[0], y[1], y[2], y[3]) = (TLanes.Sum(c0), TLanes.Sum(c1), TLanes.Sum(c2), TLanes.Sum(c3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector X(float* x) => TLanes.Load<F32>((byte*)x);

    private static TVector Rest(byte* row, int column, int columns) => Rest<TFormat>(row, column, columns);

    private static TVector Rest(float* x, int column, int columns) => Rest<F32>((byte*)x, column, columns);

    /// <summary>The columns that do not fill a vector, and zeros: nothing past the row's end is read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector Rest<TNumbers>(byte* row, int column, int columns)
        where TNumbers : struct, IFloatFormat
    {
        var filled = stackalloc byte[TLanes.Count * sizeof(float)];
        var bytes = (columns - column) * TNumbers.Bytes;
        new Span<byte>(filled, TLanes.Count * sizeof(float)).Clear();
        Buffer.MemoryCopy(row + (nint)column * TNumbers.Bytes, filled, bytes, bytes);
        return TLanes.Load<TNumbers>(filled);
    }
}
