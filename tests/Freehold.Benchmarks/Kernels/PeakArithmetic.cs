using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Freehold.Benchmarks.Kernels;

/// <summary>How many 32-bit numbers one thread multiplies and adds at most.</summary>
internal static class PeakArithmetic
{
    private const int Rounds = 300, Steps = 300_000, Chains = 10;

    /// <summary>Multiply-adds a second, the best of a few rounds.</summary>
    public static double Measure()
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            GC.KeepAlive(Run());
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return (double)Steps * Chains * Vector256<float>.Count / best;
    }

    // Ten sums that do not wait for each other: two units, four or five steps of latency.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector256<float> Run()
    {
        var (x, y) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        var (a, b, c, d, e) = (x, x, x, x, x);
        var (f, g, h, i, j) = (x, x, x, x, x);
        for (var step = 0; step < Steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
        }

        return a + b + c + d + e + f + g + h + i + j;
    }
}
