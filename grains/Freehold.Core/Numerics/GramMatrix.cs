using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Core.Numerics;

/// <summary>Sums of outer products of rows.</summary>
internal static class GramMatrix
{
    /// <summary>
    /// Rows added up in single precision before they go to the double-precision sum, so that rounding does not grow with their number.
    /// </summary>
    private const int BlockRows = 64;

    /// <summary>The lower triangle of factor * X' X over some rows of X.</summary>
    /// <param name="x">[rows * width], row by row; width is a multiple of the vector length (<see cref="PaddedWidth"/>).</param>
    /// <param name="width">Columns.</param>
    /// <param name="rows">The rows that count.</param>
    /// <param name="factor">What the sum is multiplied by.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[width * width].</returns>
    public static double[] Of(float[] x, int width, ReadOnlySpan<int> rows, double factor, CancellationToken cancellationToken)
    {
        var total = new double[width * width];
        var block = new float[width * width];
        for (var start = 0; start < rows.Length; start += BlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(block);
            var part = rows.Slice(start, Math.Min(BlockRows, rows.Length - start));
            var i = 0;
            for (; i + 4 <= part.Length; i += 4)
            {
                AddFour(
                    block, width,
                    Row(x, width, part[i]), Row(x, width, part[i + 1]), Row(x, width, part[i + 2]), Row(x, width, part[i + 3]));
            }

            for (; i < part.Length; i++)
            {
                var row = Row(x, width, part[i]);
                for (var a = 0; a < width; a++) VectorMath.AddScaled(row[a], row[..(a + 1)], block.AsSpan(a * width, a + 1));
            }

            for (var a = 0; a < width; a++)
            {
                for (var b = 0; b <= a; b++) total[(a * width) + b] += factor * block[(a * width) + b];
            }
        }

        return total;
    }

    /// <summary>The width rounded up to whole vectors.</summary>
    public static int PaddedWidth(int width) => (width + 15) / 16 * 16;

    private static ReadOnlySpan<float> Row(float[] x, int width, int row) => x.AsSpan(row * width, width);

    /// <summary>Four rows at once: one load and one store of the sum for four products.</summary>
    private static void AddFour(
        float[] sum, int width, ReadOnlySpan<float> r0, ReadOnlySpan<float> r1, ReadOnlySpan<float> r2, ReadOnlySpan<float> r3)
    {
        var v0 = MemoryMarshal.Cast<float, Vector<float>>(r0);
        var v1 = MemoryMarshal.Cast<float, Vector<float>>(r1);
        var v2 = MemoryMarshal.Cast<float, Vector<float>>(r2);
        var v3 = MemoryMarshal.Cast<float, Vector<float>>(r3);
        for (var a = 0; a < width; a++)
        {
            var (f0, f1) = (new Vector<float>(r0[a]), new Vector<float>(r1[a]));
            var (f2, f3) = (new Vector<float>(r2[a]), new Vector<float>(r3[a]));
            var vectors = (a / Vector<float>.Count) + 1;
            var target = MemoryMarshal.Cast<float, Vector<float>>(sum.AsSpan(a * width, width))[..vectors];
            for (var i = 0; i < target.Length; i++)
            {
                var value = Vector.FusedMultiplyAdd(f0, v0[i], target[i]);
                value = Vector.FusedMultiplyAdd(f1, v1[i], value);
                value = Vector.FusedMultiplyAdd(f2, v2[i], value);
                target[i] = Vector.FusedMultiplyAdd(f3, v3[i], value);
            }
        }
    }
}
