using Freehold.Core.Learning.OffPolicy;

namespace Freehold.Core.Tests.Learning.OffPolicy;

public class OffPolicyEstimatorTests
{
    private const int Worlds = 400;
    private const int Decisions = 500;

    private static readonly OffPolicyOptions Options = OffPolicyOptions.Default;
    private static readonly double Truth = LoggedWorld.Truth(LoggedWorld.Good);

    public enum Estimator
    {
        Ips,
        Snips,
        DoublyRobust,
    }

    [Theory]
    [InlineData(Estimator.Ips)]
    [InlineData(Estimator.Snips)]
    [InlineData(Estimator.DoublyRobust)]
    public void Intervals_hold_the_truth_as_often_as_they_say(Estimator estimator)
    {
        var estimates = Estimates(estimator, (_, _) => 0.4, propensityScale: 1);

        Assert.InRange(estimates.Count(estimate => estimate.Lower <= Truth && Truth <= estimate.Upper) / (double)Worlds, 0.92, 0.98);
    }

    [Fact]
    public void Inverse_propensity_scores_are_unbiased() =>
        AssertUnbiased(Estimates(Estimator.Ips, (_, _) => 0, propensityScale: 1));

    [Fact]
    public void The_doubly_robust_estimate_is_unbiased_where_only_the_propensities_are_right() =>
        AssertUnbiased(Estimates(Estimator.DoublyRobust, (context, arm) => 0.9 - LoggedWorld.Success(context, arm), propensityScale: 1));

    [Fact]
    public void The_doubly_robust_estimate_is_unbiased_where_only_the_model_is_right() =>
        AssertUnbiased(Estimates(Estimator.DoublyRobust, LoggedWorld.Success, propensityScale: 0.6));

    [Fact]
    public void Where_neither_is_right_it_is_biased()
    {
        var estimates = Estimates(Estimator.DoublyRobust, (_, _) => 0, propensityScale: 0.6);

        Assert.True(estimates.Average(estimate => estimate.Value) > Truth * 1.4);
    }

    [Fact]
    public void A_right_model_makes_the_doubly_robust_interval_narrower()
    {
        var log = new LoggedWorld(1).Log(2_000, LoggedWorld.Success, 1, LoggedWorld.Good)[0];

        Assert.True(Width(OffPolicyEstimator.DoublyRobust(log, Options)) < 0.8 * Width(OffPolicyEstimator.Ips(log, Options)));
    }

    [Fact]
    public void A_self_normalised_estimate_never_leaves_the_rewards_and_moves_with_a_constant()
    {
        var log = new LoggedWorld(2).Log(50, (_, _) => 0, 1, LoggedWorld.Good)[0];
        var raised = log.Select(sample => sample with { Reward = sample.Reward + 5 }).ToArray();

        var value = OffPolicyEstimator.Snips(log, Options).Value;

        Assert.InRange(value, 0, 1);
        Assert.Equal(value + 5, OffPolicyEstimator.Snips(raised, Options).Value, 9);
    }

    [Fact]
    public void A_paired_difference_is_narrower_than_two_values()
    {
        var logs = new LoggedWorld(3).Log(1_000, LoggedWorld.Success, 1, LoggedWorld.Good, Nearly);

        var difference = OffPolicyEstimator.Difference(logs[0], logs[1], Options);

        Assert.True(Width(difference) < 0.6 * Width(OffPolicyEstimator.DoublyRobust(logs[0], Options)));
        Assert.InRange(LoggedWorld.Truth(LoggedWorld.Good) - LoggedWorld.Truth(Nearly), difference.Lower, difference.Upper);
    }

    [Fact]
    public void The_logging_policy_itself_has_every_sample_as_effective()
    {
        var log = new LoggedWorld(4).Log(300, (_, _) => 0, 1, LoggedWorld.Logging)[0];

        var estimate = OffPolicyEstimator.Ips(log, Options);

        Assert.Equal(300, estimate.EffectiveSampleSize, 6);
        Assert.Equal(log.Average(sample => sample.Reward), estimate.Value, 9);
    }

    [Fact]
    public void Clipping_states_how_far_it_may_have_moved_the_value()
    {
        OffPolicySample[] log = [new(1, 0.001, 1), new(1, 0.5, 1), new(0, 0.5, 1)];

        var whole = OffPolicyEstimator.Ips(log, new OffPolicyOptions { WeightCap = 1e9 });
        var clipped = OffPolicyEstimator.Ips(log, new OffPolicyOptions { WeightCap = 10 });

        Assert.Equal(0, whole.ClippingBias);
        Assert.Equal(whole.Value, clipped.Value + clipped.ClippingBias, 9);
    }

    [Fact]
    public void Nothing_logged_tells_nothing()
    {
        var estimate = OffPolicyEstimator.DoublyRobust([], Options);

        Assert.Equal((0, double.NegativeInfinity), (estimate.Samples, estimate.Lower));
    }

    private static void Nearly(double context, Span<double> probabilities)
    {
        LoggedWorld.Good(context, probabilities);
        if (context < 0.05)
        {
            LoggedWorld.Always(0, probabilities);
        }
    }

    private static OffPolicyEstimate[] Estimates(Estimator estimator, Func<double, int, double> model, double propensityScale) =>
        [.. Enumerable.Range(0, Worlds).Select(seed =>
        {
            var log = new LoggedWorld(seed).Log(Decisions, model, propensityScale, LoggedWorld.Good)[0];
            return estimator switch
            {
                Estimator.Ips => OffPolicyEstimator.Ips(log, Options),
                Estimator.Snips => OffPolicyEstimator.Snips(log, Options),
                _ => OffPolicyEstimator.DoublyRobust(log, Options),
            };
        })];

    private static void AssertUnbiased(OffPolicyEstimate[] estimates)
    {
        var values = estimates.Select(estimate => estimate.Value).ToArray();
        var error = Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1) / values.Length);
        Assert.InRange(values.Average() - Truth, -3.5 * error, 3.5 * error);
    }

    private static double Width(OffPolicyEstimate estimate) => estimate.Upper - estimate.Lower;
}
