namespace Freehold.Core.Outcomes;

/// <summary>
/// Counts of latencies in logarithmic bins, so that a percentile is right within 5% whatever the range, and two histograms add up bin
/// by bin. (The idea of DDSketch: Masson, Rim, Lee, VLDB 2019.)
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>Number of bins: from 0.01 ms to beyond an hour.</summary>
    public const int BinCount = 210;

    private const double MinMs = 0.01;
    private static readonly double LogGrowth = Math.Log(1.1);

    private readonly long[] _counts;

    /// <summary>An empty histogram.</summary>
    public LatencyHistogram() => _counts = new long[BinCount];

    /// <summary>A histogram with these counts, bin by bin.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="BinCount"/> of them.</exception>
    public LatencyHistogram(ReadOnlySpan<long> counts)
    {
        _counts = counts.Length == BinCount
            ? counts.ToArray()
            : throw new ArgumentException($"A histogram has {BinCount} bins, not {counts.Length}.", nameof(counts));
    }

    /// <summary>The counts, bin by bin.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Counts one latency.</summary>
    public void Add(double latencyMs) => _counts[BinOf(latencyMs)]++;

    /// <summary>Adds another histogram's counts.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < BinCount; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    /// <summary>The latency in milliseconds below which a share of <paramref name="quantile"/> (0 to 1) lies; 0 where nothing was counted.</summary>
    public double Quantile(double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantile, 1);
        long total = 0;
        foreach (var count in _counts)
        {
            total += count;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(quantile * total));
        long below = 0;
        for (var i = 0; total > 0 && i < BinCount; i++)
        {
            below += _counts[i];
            if (below >= rank)
            {
                // The middle of a bin, on the logarithmic scale.
                return MinMs * Math.Exp((i + 0.5) * LogGrowth);
            }
        }

        return 0;
    }

    private static int BinOf(double latencyMs) =>
        latencyMs > MinMs ? Math.Min((int)(Math.Log(latencyMs / MinMs) / LogGrowth), BinCount - 1) : 0;
}
