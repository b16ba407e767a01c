using Freehold.Core.Calibration;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Calibration;

public class IsotonicRegressionTests
{
    [Fact]
    public void Violators_are_pooled_to_their_mean()
    {
        var blocks = IsotonicRegression.Fit([(0, 0, 1), (1, 1, 1), (2, 0, 1), (3, 1, 2)]);

        Assert.Equal([0, 0.5, 1], blocks.Select(block => block.Value));
        Assert.Equal([0, 1.5, 3], blocks.Select(block => block.X));
        Assert.Equal([1, 2, 2], blocks.Select(block => block.Weight));
    }

    [Fact]
    public void Values_rise_and_means_and_weights_are_kept() => Prop.ForAll(Points(), ys =>
    {
        var points = ys.Select((y, i) => ((double)i, (double)(Math.Abs(y) % 2), 1.0)).ToArray();
        foreach (var minWeight in (double[])[0, 5])
        {
            var blocks = IsotonicRegression.Fit(points, minWeight);
            Assert.Equal(blocks.Select(block => block.Value).Order(), blocks.Select(block => block.Value));
            Assert.Equal(points.Sum(point => point.Item2), blocks.Sum(block => block.Value * block.Weight), 6);
            Assert.Equal(points.Length, blocks.Sum(block => block.Weight), 6);
            Assert.True(points.Length < minWeight || blocks.TrueForAll(block => block.Weight >= minWeight));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_other_rising_function_is_nearer() => Prop.ForAll(Points(), ys =>
    {
        var targets = ys.Select(y => (double)(Math.Abs(y) % 5)).ToArray();
        var blocks = IsotonicRegression.Fit(targets.Select((y, i) => ((double)i, y, 1.0)).ToArray());
        var fitted = blocks.SelectMany(block => Enumerable.Repeat(block.Value, (int)block.Weight)).ToArray();

        // The running maximum and every constant rise too.
        var running = targets.Select((_, i) => targets.Take(i + 1).Max()).ToArray();
        Assert.True(Loss(targets, fitted) <= Loss(targets, running) + 1e-9);
        Assert.True(Loss(targets, fitted) <= targets.Select(y => Loss(targets, [.. targets.Select(_ => y)])).DefaultIfEmpty(0).Min() + 1e-9);
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<int[]> Points() => ArbMap.Default.ArbFor<int[]>();

    private static double Loss(double[] targets, double[] fitted) => targets.Zip(fitted, (y, f) => (y - f) * (y - f)).Sum();
}
