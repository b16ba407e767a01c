using Freehold.Core.Calibration;

namespace Freehold.Core.Tests.Calibration;

/// <summary>What "escalate below p" promises: answers that are kept are right with at least p.</summary>
public class RiskControlTests
{
    private const int Trials = 100;

    [Theory]
    [InlineData(0.7, 400, 0)]
    [InlineData(0.8, 400, 0)]
    [InlineData(0.9, 800, 1)]
    public void The_promise_fails_in_no_more_draws_of_outcomes_than_delta_says(double probability, int outcomes, double skill)
    {
        var (failed, silent) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var model = new SimulatedModel(1_000 + trial, skill: skill);
            var (accuracy, share) = model.Keep(model.Learn(outcomes).Find("tiny@1", "triage"), probability, 2_000);
            failed += accuracy < probability ? 1 : 0;
            silent += share == 0 ? 1 : 0;
        }

        Assert.True(failed <= Calibrator.Delta * Trials, $"The promise failed in {failed} of {Trials} draws.");
        Assert.True(silent < Trials / 2, $"In {silent} of {Trials} draws no answer was kept at all.");
    }

    [Fact]
    public void With_many_outcomes_most_of_what_could_be_kept_is_kept()
    {
        var model = new SimulatedModel(7);
        var (accuracy, share) = model.Keep(model.Learn(1_000).Find("tiny@1", "triage"), 0.8, 20_000);
        var possible = Enumerable.Range(0, 20_000).Count(_ => SimulatedModel.ChanceOf(model.Next()) >= 0.8) / 20_000.0;

        Assert.InRange(accuracy, 0.8, 1);
        Assert.InRange(share, 0.6 * possible, 1.4 * possible);
    }

    [Fact]
    public void A_model_that_is_never_sure_to_be_right_keeps_nothing()
    {
        var model = new SimulatedModel(8, skill: -4);
        var calibrator = model.Learn(1_000).Find("tiny@1", "triage");

        Assert.Equal(double.PositiveInfinity, calibrator.KeepAt(0.9));
    }

    [Fact]
    public void More_is_never_kept_for_a_stricter_promise()
    {
        var calibrator = new SimulatedModel(9).Learn(900).Find("tiny@1", "triage");
        var least = Enumerable.Range(1, 99).Select(percent => calibrator.KeepAt(percent / 100.0)).ToArray();

        Assert.Equal(least.Order(), least);
    }

    [Fact]
    public void Without_outcomes_nothing_is_promised_and_the_prior_says_so()
    {
        var calibrator = CalibrationSnapshot.Empty.Find("tiny@1", "triage");

        Assert.Equal((CalibrationLevel.Prior, 0), (calibrator.Level, calibrator.Outcomes));
        Assert.Equal(0.8, calibrator.KeepAt(0.8), 6);
        Assert.True(calibrator.Probability(Certain) < 0.95, "The prior is sure of no answer.");
    }

    [Fact]
    public void A_threshold_is_tested_only_with_the_counts_that_the_test_needs()
    {
        // 45 right answers of 45 reject "at most 0.93 are right" at 0.1 / 2, 41 of 41 do not.
        Assert.Equal(0.5, new RiskTable([0.5f], [45], [45]).LeastScore(0.93, 0.1), 6);
        Assert.Equal(double.PositiveInfinity, new RiskTable([0.5f], [41], [41]).LeastScore(0.93, 0.1));
    }

    [Fact]
    public void A_sequence_of_tests_ends_at_the_first_that_fails()
    {
        var table = new RiskTable([0.9f, 0.8f, 0.7f, 0.6f], [40, 60, 110, 2_000], [40, 57, 66, 1_990]);

        // The last start, at 0.6, is a sequence of its own and finds what the first may not reach.
        Assert.Equal(0.6, table.LeastScore(0.8, 0.1), 6);
        Assert.Equal(0.8, table.LeastScore(0.8, 0.1, leastScore: 0.65), 6);
        Assert.Equal(0.8, new RiskTable([0.9f, 0.8f, 0.7f], [40, 60, 110], [40, 57, 66]).LeastScore(0.8, 0.1), 6);
    }

    [Theory]
    [InlineData(10, 8, 0.5, 0.0546875)]
    [InlineData(17, 17, 0.8, 0.0225179981)]
    [InlineData(1000, 0, 0.8, 1)]
    [InlineData(1000, 1, 0.8, 1)]
    [InlineData(5, 6, 0.8, 0)]
    public void The_tail_of_the_binomial_is_exact(int trials, int successes, double probability, double expected) =>
        Assert.Equal(expected, Binomial.UpperTail(trials, successes, probability), 9);

    private static AnswerSignals Certain => new() { Tokens = 10, MeanLogProb = 0, MinLogProb = 0, LowLogProb = 0, MeanMargin = 10, EndedByItself = true };
}
