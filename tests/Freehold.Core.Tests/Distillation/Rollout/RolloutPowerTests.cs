using Freehold.Core.Distillation.Rollout;

namespace Freehold.Core.Tests.Distillation.Rollout;

/// <summary>
/// What the tests of a rollout find and how soon, and how seldom they err: over many simulated rollouts with fixed seeds.
/// </summary>
public class RolloutPowerTests
{
    private const int Runs = 1_000;

    [Fact]
    public void A_good_student_is_promoted_and_hardly_ever_taken_back()
    {
        var lost = Count(seed => !new SimulatedRollout(seed) { FeedbackRate = 0.3 }.RunTo(SimulatedRollout.NewMonitor(),
            SimulatedRollout.Plan.Stages));

        Assert.True(lost <= RolloutMonitor.Alpha * Runs, $"{lost} of {Runs} good students were taken back.");
    }

    [Fact]
    public void A_student_on_the_very_edge_of_what_is_tolerated_is_not_tested_away()
    {
        var rolledBack = Count(seed => new SimulatedRollout(seed) { Agreement = 0.92, ErrorRate = 0.02, SlowRate = 0.05 }
            .RequestsToRollBack(SimulatedRollout.NewMonitor(), SimulatedRollout.Plan.TotalRequests) is not null);

        Assert.True(rolledBack <= RolloutMonitor.Alpha * Runs, $"{rolledBack} of {Runs} were taken back.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void One_whose_agreement_falls_at_a_stage_is_taken_back_within_200_requests(int stage)
    {
        var found = CountFound(stage, rollout => rollout.Agreement = 0.6);

        Assert.True(found >= 0.99 * Runs, $"Only {found} of {Runs} were found.");
    }

    [Theory]
    [InlineData(5, 0.0, 0.99)]
    [InlineData(5, 0.3, 0.99)]
    [InlineData(5, 0.6, 0.8)]
    [InlineData(6, 0.0, 0.99)]
    [InlineData(6, 0.3, 0.99)]
    [InlineData(6, 0.6, 0.6)]
    public void At_full_share_the_audits_alone_tell_of_one_whose_answers_are_mostly_wrong_within_200(int stage, double agreement, double share)
    {
        var found = CountFound(stage, rollout => rollout.Agreement = agreement);

        Assert.True(found >= share * Runs, $"Only {found} of {Runs} were found.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void One_that_fails_in_a_fifth_of_its_requests_is_taken_back_within_200(int stage)
    {
        var found = CountFound(stage, rollout => rollout.ErrorRate = 0.2);

        Assert.True(found >= 0.99 * Runs, $"Only {found} of {Runs} were found.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void One_that_becomes_slow_is_taken_back_within_200_requests(int stage)
    {
        var found = CountFound(stage, rollout => rollout.SlowRate = 0.3);

        Assert.True(found >= 0.99 * Runs, $"Only {found} of {Runs} were found.");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void At_full_share_feedback_on_each_request_tells_of_a_bad_student_within_200(int stage)
    {
        var found = CountFound(stage, rollout => (rollout.Agreement, rollout.Reward) = (0.6, (0.95, 0.5)), feedbackRate: 1);

        Assert.True(found >= 0.99 * Runs, $"Only {found} of {Runs} were found.");
    }

    [Fact]
    public void After_promotion_the_audited_requests_tell_of_drift_even_without_feedback()
    {
        var rollout = new SimulatedRollout(1);
        var monitor = SimulatedRollout.NewMonitor();
        Assert.True(rollout.RunTo(monitor, SimulatedRollout.Plan.Stages + 1));
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal(RolloutStep.Stay, rollout.Step(monitor).Step);
        }

        rollout.Agreement = 0.6;
        Assert.InRange(rollout.RequestsToRollBack(monitor, 10_000) ?? int.MaxValue, 500, 6_000); // About 1.6% of them are compared.
    }

    private static int CountFound(int stage, Action<SimulatedRollout> fail, double feedbackRate = 0) => Count(seed =>
    {
        for (var attempt = 0; ; attempt++)
        {
            var rollout = new SimulatedRollout(seed + (attempt * Runs)) { FeedbackRate = feedbackRate };
            var monitor = SimulatedRollout.NewMonitor();
            if (rollout.RunTo(monitor, stage))
            {
                fail(rollout);
                return rollout.RequestsToRollBack(monitor, 200) is not null;
            }
        }
    });

    private static int Count(Func<int, bool> happens) => Enumerable.Range(0, Runs).Count(happens);
}
