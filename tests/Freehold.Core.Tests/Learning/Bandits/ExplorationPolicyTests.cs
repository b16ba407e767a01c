using Freehold.Core.Learning.Bandits;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Learning.Bandits;

public class ExplorationPolicyTests
{
    private static readonly Arbitrary<(double Utility, double Deviation)[]> Arms = Gen
        .Choose(-1_000, 1_000)
        .SelectMany(utility => Gen.Choose(0, 300).Select(deviation => (Utility: utility / 1000.0, Deviation: deviation / 1000.0)))
        .NonEmptyListOf()
        .Select(arms => arms.Take(44).ToArray())
        .ToArbitrary();

    [Fact]
    public void Propensities_add_up_to_one_and_exploration_stays_within_its_budget()
    {
        Prop.ForAll(Arms, Gen.Choose(0, 500).ToArbitrary(), (arms, thousandths) =>
        {
            var (leader, propensities) = Distribute(arms, thousandths / 1000.0);
            return propensities.All(p => p is >= 0 and <= 1)
                && Math.Abs(propensities.Sum() - 1) < 1e-12
                && 1 - propensities[leader] <= (thousandths / 1000.0) + 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_arm_keeps_its_floor()
    {
        Prop.ForAll(Arms, arms =>
        {
            var (_, propensities) = Distribute(arms, 0.1);
            return arms.Length == 1
                || propensities.All(p => p >= (ExplorationPolicy.FloorShare * 0.1 / (arms.Length - 1)) - 1e-15);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_better_arm_is_never_tried_less_where_errors_are_alike()
    {
        Prop.ForAll(Arms, arms =>
        {
            var alike = arms.Select(arm => (arm.Utility, 0.1)).ToArray();
            var (_, propensities) = Distribute(alike, 0.2);
            var order = Enumerable.Range(0, arms.Length).OrderByDescending(arm => arms[arm].Utility).ToArray();
            return order.Zip(order.Skip(1)).All(pair => propensities[pair.First] >= propensities[pair.Second] - 1e-12);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_less_known_is_tried_more()
    {
        var (_, propensities) = Distribute([(0.8, 0.01), (0.7, 0.01), (0.7, 0.2)], 0.2);

        Assert.True(propensities[2] > 2 * propensities[1]);
    }

    [Fact]
    public void Exploration_falls_as_the_gap_becomes_certain()
    {
        var unsure = Distribute([(0.8, 0.1), (0.6, 0.1)], 0.5).Propensities[1];
        var sure = Distribute([(0.8, 0.001), (0.6, 0.001)], 0.5).Propensities[1];

        Assert.True(sure < unsure / 1.1);
        Assert.InRange(sure, ExplorationPolicy.FloorShare * 0.5, 0.13);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Without_a_budget_the_leader_is_taken(double budget) =>
        Assert.Equal([0, 1, 0], Distribute([(0.1, 1), (0.2, 1), (0.1, 1)], budget).Propensities);

    [Fact]
    public void An_arm_without_a_number_is_never_tried()
    {
        var (leader, propensities) = Distribute([(double.NaN, 0), (0.5, 0.1), (double.NegativeInfinity, 0), (0.4, double.NaN)], 0.2);

        Assert.Equal(1, leader);
        Assert.Equal((0, 0), (propensities[0], propensities[2]));
        Assert.True(propensities[3] > 0);
        Assert.Equal(-1, Distribute([(double.NaN, 0)], 0.2).Leader);
    }

    [Fact]
    public void Draws_come_as_often_as_the_propensities_say()
    {
        double[] propensities = [0.7, 0, 0.25, 0.05];
        var counts = new int[4];
        for (var i = 0; i < 10_000; i++)
        {
            counts[ExplorationPolicy.Draw(propensities, (i + 0.5) / 10_000)]++;
        }

        Assert.Equal([7_000, 0, 2_500, 500], counts);
        Assert.Equal(3, ExplorationPolicy.Draw(propensities, 1));
        Assert.Equal(-1, ExplorationPolicy.Draw([0, 0], 0.5));
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused() => Assert.Throws<ArgumentException>(() =>
        ExplorationPolicy.Distribute([1, 2], [1], 0.1, new double[2]));

    private static (int Leader, double[] Propensities) Distribute((double Utility, double Deviation)[] arms, double budget)
    {
        var propensities = new double[arms.Length];
        var leader = ExplorationPolicy.Distribute(
            arms.Select(arm => arm.Utility).ToArray(), arms.Select(arm => arm.Deviation).ToArray(), budget, propensities);
        return (leader, propensities);
    }
}
