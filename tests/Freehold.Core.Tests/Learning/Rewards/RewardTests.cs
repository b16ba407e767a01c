using Freehold.Core.Learning.Rewards;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Learning.Rewards;

public class RewardTests
{
    [Fact]
    public void No_signal_is_no_reward() => Assert.Null(default(RewardSum).Reward);

    [Fact]
    public void A_signal_of_no_weight_is_no_reward() =>
        Assert.Null(default(RewardSum).Add(new(RewardSignalKind.Retried), new RewardWeights { Retried = 0 }).Reward);

    [Theory]
    [InlineData(null, 0.3, 0.3)]
    [InlineData("accepted", null, 1.0)]
    [InlineData("Accepted", 0.4, 0.4)]
    [InlineData("rejected", null, 0.0)]
    [InlineData("judge", 0.6, 0.6)]
    [InlineData("judge", null, null)]
    [InlineData("edited", null, 0.5)]
    [InlineData("edited", 0.9, 0.9)]
    [InlineData("retried", null, 0.2)]
    [InlineData("billing", null, null)]
    [InlineData("billing", 1.0, 1.0)]
    [InlineData(null, null, null)]
    [InlineData(null, double.NaN, null)]
    [InlineData(null, 7.0, 1.0)]
    public void Feedback_says_what_the_table_says(string? label, double? score, double? reward) =>
        Assert.Equal(reward, RewardSignal.OfFeedback(label, score) is { } signal ? default(RewardSum).Add(signal, RewardWeights.Default).Reward : null);

    [Fact]
    public void Several_signals_are_their_weighted_mean()
    {
        var weights = new RewardWeights { Score = 3, Escalated = 1, EscalatedValue = 0 };

        var sum = default(RewardSum).Add(new(RewardSignalKind.Score, 0.8), weights).Add(new(RewardSignalKind.Escalated), weights);

        Assert.Equal(0.6, sum.Reward!.Value, 12);
    }

    [Fact]
    public void A_reward_is_within_zero_and_one_and_does_not_depend_on_the_order()
    {
        var signals = Gen.Elements(Enum.GetValues<RewardSignalKind>())
            .SelectMany(kind => Gen.Choose(0, 100).Select(value => new RewardSignal(kind, value / 100.0)))
            .NonEmptyListOf();

        Prop.ForAll(signals.ToArbitrary(), list =>
        {
            var forth = list.Aggregate(default(RewardSum), (sum, signal) => sum.Add(signal, RewardWeights.Default)).Reward!.Value;
            var back = Enumerable.Reverse(list).Aggregate(default(RewardSum), (sum, signal) => sum.Add(signal, RewardWeights.Default)).Reward!.Value;
            return forth is >= 0 and <= 1 && Math.Abs(forth - back) < 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Weights_out_of_range_are_named()
    {
        Assert.Null(RewardWeights.Default.FindFault());
        Assert.Contains("'judge'", new RewardWeights { Judge = -1 }.FindFault(), StringComparison.Ordinal);
        Assert.Contains("'failed'", new RewardWeights { Failed = double.NaN }.FindFault(), StringComparison.Ordinal);
        Assert.Contains("'edited'", new RewardWeights { EditedValue = 1.5 }.FindFault(), StringComparison.Ordinal);
        Assert.Contains("retry window", new RewardWeights { RetryWindow = TimeSpan.FromDays(1) }.FindFault(), StringComparison.Ordinal);
    }
}
