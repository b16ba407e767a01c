using Freehold.Core.Outcomes;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Outcomes;

public class LatencyHistogramTests
{
    [Fact]
    public void An_empty_histogram_has_no_latency() => Assert.Equal(0, new LatencyHistogram().Quantile(0.95));

    [Fact]
    public void A_quantile_is_within_five_percent_of_the_sorted_samples()
    {
        var samples = Gen.Choose(2, 3_000_000).Select(hundredths => hundredths / 100.0).NonEmptyListOf();

        Prop.ForAll(samples.ToArbitrary(), list =>
        {
            var histogram = new LatencyHistogram();
            foreach (var sample in list)
            {
                histogram.Add(sample);
            }

            double[] sorted = [.. list.Order()];
            var exact = sorted[Math.Max(1, (int)Math.Ceiling(0.95 * sorted.Length)) - 1];
            return Math.Abs(histogram.Quantile(0.95) - exact) <= 0.05 * exact;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public void Any_number_has_a_bin(double latencyMs)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(latencyMs);

        Assert.Equal(1, histogram.Counts.ToArray().Sum());
    }

    [Fact]
    public void Sums_hold_what_their_parts_hold()
    {
        var fast = new LatencyHistogram();
        var slow = new LatencyHistogram();
        fast.Add(1);
        slow.Add(100);
        fast.Add(slow);

        Assert.InRange(fast.Quantile(0.5), 0.95, 1.05);
        Assert.InRange(fast.Quantile(1), 95, 105);
    }
}
