using System.Diagnostics;

namespace Freehold.Benchmarks.Router;

/// <summary>Latencies counted in bins of a quarter microsecond, so that ten millions of them take no more room than one.</summary>
internal sealed class LatencyCounts
{
    private const int BinsPerUs = 4, MaxUs = 100_000;

    private readonly long[] _counts = new long[MaxUs * BinsPerUs + 1];
    private long _total;

    public void Add(long stopwatchTicks)
    {
        var bin = stopwatchTicks * BinsPerUs * 1_000_000 / Stopwatch.Frequency;
        _counts[Math.Clamp(bin, 0, _counts.Length - 1)]++;
        _total++;
    }

    /// <summary>The latency in microseconds below which a share of <paramref name="quantile"/> (0 to 1) lies.</summary>
    public double QuantileUs(double quantile)
    {
        var rank = (long)Math.Ceiling(quantile * _total);
        var bin = 0;
        for (var below = _counts[0]; below < rank; below += _counts[++bin])
        {
        }

        return (bin + 0.5) / BinsPerUs;
    }
}
