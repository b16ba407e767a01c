using Freehold.Core.Backtest.Metrics;
using Freehold.Core.Backtest.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Backtest;

public sealed class BudgetCurveTests
{
    [Fact]
    public void Two_rows_of_which_one_needs_the_strong_model_have_known_figures()
    {
        var table = GivenTable.Pair((1, 1), (0, 1));
        var (perfect, wrong) = (Curve(table, [0, 0, 0, 1]), Curve(table, [0, 1, 0, 0]));

        Assert.Equal(0.75, perfect.Apgr, 12);
        Assert.Equal(0.25, perfect.BudgetFor(0.5)!.Value, 12);
        Assert.Equal(0.40, perfect.BudgetFor(0.8)!.Value, 12);
        Assert.Equal(0.25, wrong.Apgr, 12);
        Assert.Equal(0.75, wrong.BudgetFor(0.5)!.Value, 12);
    }

    [Fact]
    public void Calls_that_make_it_worse_count_against_the_router()
    {
        // Mean gap 1/4: the strong model wins two rows and loses one.
        var table = GivenTable.Pair((0, 1), (0, 1), (1, 0), (1, 1));

        var oracle = Curve(table, GivenTable.Truth(table));

        Assert.Equal(2, oracle.RecoveredAt(0.5), 12);
        Assert.Equal(2, oracle.RecoveredAt(0.75), 12);
        Assert.Equal(1, oracle.RecoveredAt(1), 12);
        // Up to 2 over the first half, flat, and down to 1: 0.5 * 1 + 0.25 * 2 + 0.25 * 1.5.
        Assert.Equal(1.375, oracle.Apgr, 12);
    }

    [Fact]
    public void A_router_that_cannot_tell_rows_apart_is_random() =>
        Assert.Equal(0.5, Curve(GivenTable.Pair((0, 1), (1, 1), (0, 0), (1, 0), (0, 1)), new double[10]).Apgr, 12);

    [Fact]
    public void Random_expectations_recover_half_on_average()
    {
        var random = new Random(7);
        var table = GivenTable.Pair([.. Enumerable.Range(0, 400).Select(_ => ((double)random.Next(2), random.Next(4) > 0 ? 1.0 : 0))]);

        var mean = Enumerable.Range(0, 100).Average(_ => Curve(table, [.. Enumerable.Range(0, 800).Select(_ => random.NextDouble())]).Apgr);

        Assert.InRange(mean, 0.48, 0.52);
    }

    [Fact]
    public void A_third_model_in_between_is_used_where_its_quality_is_cheapest()
    {
        // The middle model is right everywhere: at half of the strong model's extra cost all of the gap is there, and more.
        var table = GivenTable.Of([0, 1, 2], [0, 1, 1], [0, 1, 1], [0, 1, 0.5]);
        var curve = Curve(table, GivenTable.Truth(table));

        // The best single model is the middle one: budget 1 is what it costs.
        Assert.Equal(1, RoutingSpan.Of(table).Strong);
        Assert.Equal(0.5, curve.Apgr, 12);
        Assert.Equal(0.5, curve.BudgetFor(0.5)!.Value, 12);
    }

    [Fact]
    public void Two_models_of_many_give_the_pair_s_figures_where_the_others_are_not_known()
    {
        var pair = GivenTable.Pair((0, 1), (1, 1), (0, 0), (1, 0), (0, 1));
        double[] WithUnknown(int row) => [pair.QualityAt(row, 0), double.NaN, pair.QualityAt(row, 1)];
        var more = GivenTable.Of([1, 1.5, 2], [.. Enumerable.Range(0, 5).Select(WithUnknown)]);
        double[] expected = [.1, .9, .5, .6, .2, .1, .4, .9, .3, .7];
        double[] expectedMore = [.. Enumerable.Range(0, 5).SelectMany(row => (double[])[expected[2 * row], 0.99, expected[(2 * row) + 1]])];

        Assert.Equal(Curve(pair, expected).Points, Curve(more, expectedMore).Points);
    }

    [Fact]
    public void No_router_beats_the_oracle_and_the_order_of_rows_does_not_count() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var arms = random.Next(2, 5);
            var rows = Enumerable.Range(0, random.Next(3, 30))
                .Select(_ => Enumerable.Range(0, arms).Select(_ => random.Next(5) / 4.0).ToArray())
                .Append([0, .. Enumerable.Repeat(1.0, arms - 1)])
                .ToArray();
            var costs = Enumerable.Range(0, arms).Select(arm => arm + random.NextDouble()).ToArray();
            var table = GivenTable.Of(costs, rows);
            if (table.MeanQualities() is var means && means[0] >= means.Max()) return true;
            double[] expected = [.. Enumerable.Range(0, rows.Length * arms).Select(_ => random.Next(9) / 8.0)];
            var reversed = GivenTable.Of(costs, [.. rows.Reverse()]);
            double[] expectedReversed = [.. expected.Chunk(arms).Reverse().SelectMany(row => row)];

            var (ours, oracle) = (Curve(table, expected), Curve(table, GivenTable.Truth(table)));
            return ours.Apgr <= oracle.Apgr + 1e-9
                && Enumerable.Range(0, 11).All(i => ours.RecoveredAt(i / 10.0) <= oracle.RecoveredAt(i / 10.0) + 1e-9)
                && Math.Abs(ours.Apgr - Curve(reversed, expectedReversed).Apgr) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_gap_there_is_nothing_to_measure()
    {
        var equal = Assert.Throws<BacktestInputException>(() => RoutingSpan.Of(GivenTable.Pair((1, 1), (0, 0))));
        Assert.Contains("no gap", equal.Message, StringComparison.Ordinal);
        Assert.Throws<BacktestInputException>(() => RoutingSpan.Of(GivenTable.Pair((double.NaN, 1), (double.NaN, 0))));
    }

    private static BudgetCurve Curve(RoutingTable table, double[] expected) => BudgetCurve.Of(table, RoutingSpan.Of(table), expected);
}
