using System.Numerics;
using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Floats;

/// <summary>Rows of numbers that stand alone, whatever the format.</summary>
internal sealed unsafe class FloatRowFormat<TFormat> : RowFormat
    where TFormat : struct, IFloatFormat
{
    private const int RowsAtOnce = 8, TokensAtOnce = 3;

    // Activations that are worth keeping in the second cache while the rows go by.
    private const int CachedBytes = 256 * 1024;

    public override bool UsesBlocks => false;

    public override bool UsesShorts => false;

    public override void Decode(ReadOnlySpan<byte> row, Span<float> target)
    {
        fixed (byte* source = row)
        fixed (float* values = target)
            Decode(source, target.Length, values);
    }

    public override void Multiply(in ProductSlice slice)
    {
        switch (slice.Level)
        {
            case VectorLevel.Avx512: Multiply<FloatLanes512, Vector512<float>>(slice); break;
            case VectorLevel.Avx2: Multiply<FloatLanes256, Vector256<float>>(slice); break;
            default: Multiply<PortableFloatLanes, Vector<float>>(slice); break;
        }
    }

    private static void Multiply<TLanes, TVector>(in ProductSlice slice)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        fixed (byte* w = slice.Weights.Bytes(slice.Start, slice.End - slice.Start))
        {
            var cached = Math.Max(TokensAtOnce, CachedBytes / (slice.Weights.Columns * sizeof(float)) / TokensAtOnce * TokensAtOnce);
            for (var token = 0; token < slice.Tokens; token += cached)
                Tokens<TLanes, TVector>(slice, w, token, Math.Min(slice.Tokens, token + cached));
        }
    }

    private static void Tokens<TLanes, TVector>(in ProductSlice slice, byte* w, int start, int end)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        var (columns, rowBytes, step) = (slice.Weights.Columns, (nint)slice.Weights.RowBytes, (nint)slice.Weights.Rows);
        var (row, rows) = (0, slice.End - slice.Start);
        for (; row <= rows - RowsAtOnce; row += RowsAtOnce)
        {
            float* x = slice.Input + (nint)start * columns, y = slice.Output + start * step + slice.Start + row;
            if (end - start == 1 || TFormat.Bytes == sizeof(float))
                Rows<TLanes, TVector, TFormat>(w + row * rowBytes, rowBytes, x, columns, end - start, y, step);
            else
                Decoded<TLanes, TVector>(slice.Scratch, w + row * rowBytes, rowBytes, x, columns, end - start, y, step);
        }

        for (; row < rows; row++)
        {
            for (var token = start; token < end; token++)
            {
                slice.Output[token * step + slice.Start + row] = FloatKernel<TLanes, TVector, TFormat>.Dot(
                    w + row * rowBytes, slice.Input + (nint)token * columns, columns);
            }
        }
    }

    /// <summary>Decoding costs more than multiplying, so for many tokens it is done once.</summary>
    private static void Decoded<TLanes, TVector>(
        AlignedBuffer scratch, byte* w, nint rowBytes, float* x, int columns, int tokens, float* y, nint step)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        scratch.Reserve((long)RowsAtOnce * columns * sizeof(float));
        var rows = (float*)scratch.Start;
        for (var row = 0; row < RowsAtOnce; row++)
            Decode(w + row * rowBytes, columns, rows + (nint)row * columns);
        Rows<TLanes, TVector, F32>((byte*)rows, (nint)columns * sizeof(float), x, columns, tokens, y, step);
    }

    private static void Rows<TLanes, TVector, TStored>(byte* w, nint rowBytes, float* x, int columns, int tokens, float* y, nint step)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
        where TStored : struct, IFloatFormat
    {
        var token = 0;
        for (; token <= tokens - TokensAtOnce; token += TokensAtOnce, x += TokensAtOnce * columns, y += TokensAtOnce * step)
        {
            FloatKernel<TLanes, TVector, TStored>.Dot4X3(w, rowBytes, x, columns, y, step);
            FloatKernel<TLanes, TVector, TStored>.Dot4X3(w + RowsAtOnce / 2 * rowBytes, rowBytes, x, columns, y + RowsAtOnce / 2, step);
        }

        for (; token < tokens; token++, x += columns, y += step)
            FloatKernel<TLanes, TVector, TStored>.Dot8(w, rowBytes, x, columns, y);
    }

    private static void Decode(byte* row, int columns, float* target)
    {
        var i = 0;
        for (; VectorLevel.Avx2.IsSupported() && i <= columns - 8; i += 8)
            TFormat.Load8(row + (nint)i * TFormat.Bytes).Store(target + i);
        for (; i < columns; i++)
            target[i] = TFormat.Load1(row + (nint)i * TFormat.Bytes);
    }
}
