using Freehold.Core.Learning.Sequential;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Learning.Sequential;

public class SequentialTests
{
    [Fact]
    public void Running_moments_are_those_of_the_whole_list()
    {
        var numbers = Gen.Choose(-1_000, 1_000).Select(thousandths => thousandths / 1000.0).NonEmptyListOf();

        Prop.ForAll(numbers.ToArbitrary(), list =>
        {
            var moments = list.Aggregate(default(RunningMoments), (sum, value) => sum.Add(value));
            var mean = list.Average();
            var variance = list.Count > 1 ? list.Sum(value => (value - mean) * (value - mean)) / (list.Count - 1) : 0;
            return moments.Count == list.Count && Math.Abs(moments.Mean - mean) < 1e-9 && Math.Abs(moments.Variance - variance) < 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Theory] // From the tables of Abramowitz and Stegun.
    [InlineData(0.5, 0.674489750196)]
    [InlineData(0.9, 1.644853626951)]
    [InlineData(0.95, 1.959963984540)]
    [InlineData(0.99, 2.575829303549)]
    [InlineData(0.999, 3.290526731492)]
    [InlineData(0.01, 0.012533469508)]
    public void Normal_quantiles_are_those_of_the_tables(double confidence, double reach) =>
        Assert.Equal(reach, NormalQuantile.TwoSided(confidence), 9);

    [Fact]
    public void Without_an_effect_a_test_looked_at_after_every_number_seldom_rejects()
    {
        const double alpha = 0.05;
        var rejected = Enumerable.Range(0, 500).Count(seed =>
        {
            var random = new Random(seed);
            var test = default(BettingTest);
            for (var i = 0; i < 2_000; i++)
            {
                test = test.Add(random.NextDouble() < 0.5 ? 0.4 : -0.4);
                if (test.Rejects(alpha))
                {
                    return true;
                }
            }

            return false;
        });

        Assert.InRange(rejected, 1, (int)(500 * alpha));
    }

    [Fact]
    public void An_effect_is_found_and_the_larger_the_sooner()
    {
        var small = StepsUntilRejected(0.05);
        var large = StepsUntilRejected(0.2);

        Assert.InRange(large, 10, 400);
        Assert.InRange(small, large, 4_000);
    }

    [Fact]
    public void The_least_number_leaves_some_wealth()
    {
        var test = default(BettingTest);
        for (var i = 0; i < 100; i++)
        {
            test = test.Add(1);
        }

        Assert.True(double.IsFinite(test.Add(double.NegativeInfinity).LogWealth));
        Assert.Equal(test.LogWealth, test.Add(double.NaN).LogWealth);
    }

    private static int StepsUntilRejected(double mean)
    {
        var random = new Random(1);
        var test = default(BettingTest);
        for (var i = 1; i <= 100_000; i++)
        {
            test = test.Add((random.NextDouble() < 0.5 ? 0.5 : -0.5) + mean);
            if (test.Rejects(0.01))
            {
                return i;
            }
        }

        return int.MaxValue;
    }
}
