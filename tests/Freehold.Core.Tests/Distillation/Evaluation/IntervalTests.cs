using Freehold.Core.Distillation.Evaluation;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Distillation.Evaluation;

public class IntervalTests
{
    [Theory] // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 1998, table I: two-sided 95%.
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_intervals_are_those_of_the_literature(int successes, int trials, double lower, double upper)
    {
        var interval = WilsonInterval.Of(successes, trials, 0.975);

        Assert.Equal(lower, interval.Lower, 4);
        Assert.Equal(upper, interval.Upper, 4);
    }

    [Fact]
    public void A_wilson_interval_holds_the_share_it_comes_from_and_narrows_with_trials()
    {
        var counts = from trials in Gen.Choose(1, 500) from successes in Gen.Choose(0, trials) select (trials, successes);

        Prop.ForAll(counts.ToArbitrary(), count =>
        {
            var share = (double)count.successes / count.trials;
            var interval = WilsonInterval.Of(count.successes, count.trials, 0.95);
            var ten = WilsonInterval.Of(10 * count.successes, 10 * count.trials, 0.95);
            return interval.Lower <= share + 1e-12 && share <= interval.Upper + 1e-12
                && ten.Upper - ten.Lower < interval.Upper - interval.Lower;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Paired_bounds_are_those_of_bonett_and_price()
    {
        // 20 pairs, 5 where only the one is right, 1 where only the other is: (6 - 2) / 22 with its standard error.
        double[] differences = [.. Enumerable.Repeat(1.0, 5), -1, .. Enumerable.Repeat(0.0, 14)];
        var error = Math.Sqrt(((8 / 22.0) - Math.Pow(4 / 22.0, 2)) / 22);
        var difference = PairedDifference.Of(differences, 0.975);

        Assert.Equal(0.2, difference.Mean, 12);
        Assert.Equal((4 / 22.0) - (1.959963985 * error), difference.Lower, 6);
        Assert.Equal((4 / 22.0) + (1.959963985 * error), difference.Upper, 6);
    }

    [Theory]
    [InlineData(0.05, 0.05, 200)]
    [InlineData(0.02, 0.1, 300)]
    public void The_lower_bound_of_a_paired_difference_keeps_its_confidence(double onlyOne, double onlyOther, int count)
    {
        const int runs = 2_000;
        var random = new Random(11);
        var misses = 0;
        var differences = new double[count];
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < count; i++)
            {
                var u = random.NextDouble();
                differences[i] = u < onlyOne ? 1 : u < onlyOne + onlyOther ? -1 : 0;
            }

            misses += PairedDifference.Of(differences, 0.95).Lower > onlyOne - onlyOther ? 1 : 0;
        }

        Assert.InRange(misses / (double)runs, 0.03, 0.065);
    }

    [Fact]
    public void Without_examples_anything_may_be_true()
    {
        var difference = PairedDifference.Of([], 0.95);

        Assert.Equal((0, -1, 1), (difference.Mean, difference.Lower, difference.Upper));
        Assert.Equal(new WilsonInterval(0, 1), WilsonInterval.Of(0, 0, 0.95));
    }

    [Fact]
    public void An_interval_holds_the_share_that_was_seen_at_its_ends_too()
    {
        for (var trials = 1; trials <= 200; trials++)
        {
            Assert.Equal(1, WilsonInterval.Of(trials, trials, 0.975).Upper);
            Assert.Equal(0, WilsonInterval.Of(0, trials, 0.975).Lower);
        }
    }
}
