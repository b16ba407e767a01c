using Freehold.Core.Distillation.Rollout;

namespace Freehold.Core.Tests.Distillation.Rollout;

public class RolloutMonitorTests
{
    private static readonly RolloutObservation Agreeing = new()
    {
        Arm = RolloutArm.Control,
        WouldServe = true,
        Agreement = 1,
        LatencyMs = 1
    };
    private static readonly RolloutPlan Plan = new() { ShadowRequests = 20, CanaryShares = [0.1, 1], CanaryRequests = 10 };
    private static readonly RolloutBaseline Baseline = new() { ServedScore = 0.95 };

    [Fact]
    public void A_stage_ends_after_its_requests_and_a_promoted_student_settles()
    {
        var monitor = new RolloutMonitor(Plan, Baseline);
        var shares = new List<double>();
        var requests = 0;
        for (; !monitor.IsSettled; requests++)
        {
            if (monitor.Add(Agreeing).Step == RolloutStep.Advance)
            {
                monitor.Begin(monitor.Stage + 1);
                shares.Add(monitor.Share);
            }
        }

        Assert.Equal(Plan.TotalRequests + RolloutPlan.SettlingRequests, requests);
        Assert.Equal([0.1, 0.8, 0.8, 0.98], shares);
        Assert.Equal(RolloutStep.Stay, monitor.Add(Agreeing).Step);
    }

    [Fact]
    public void One_that_is_audited_more_than_on_its_way_is_settled_once_it_is_promoted()
    {
        var plan = Plan with { AuditShare = 0.3 };

        Assert.Equal([0, 0.1, 0.7, 0.7, 0.7], Enumerable.Range(0, 5).Select(plan.ShareAt));
        Assert.True(plan.IsSettled(plan.Stages));
        Assert.False(Plan.IsSettled(Plan.Stages));
    }

    [Fact]
    public void A_promoted_student_whose_agreement_is_not_shown_stays_under_audit_and_is_not_taken_back_for_that_alone()
    {
        var monitor = new RolloutMonitor(Plan, Baseline);
        monitor.Begin(Plan.Stages);

        var steps = Enumerable.Range(0, RolloutPlan.SettlingRequests * 10)
            .Select(_ => monitor.Add(Agreeing with { WouldServe = false, Agreement = null }).Step);

        Assert.All(steps, step => Assert.Equal(RolloutStep.Stay, step));
    }

    [Fact]
    public void Without_anything_to_compare_no_stage_ends_but_in_a_rollback()
    {
        var monitor = new RolloutMonitor(Plan, Baseline);
        var steps = Enumerable.Range(0, Plan.ShadowRequests * RolloutMonitor.MaxOverrun)
            .Select(_ => monitor.Add(Agreeing with { WouldServe = false, Agreement = null }).Step).ToArray();

        Assert.All(steps[..^1], step => Assert.Equal(RolloutStep.Stay, step));
        Assert.Equal(RolloutStep.RollBack, steps[^1]);
    }

    [Fact]
    public void What_was_taken_back_stays_taken_back()
    {
        var monitor = new RolloutMonitor(Plan, Baseline);
        var decision = Enumerable.Range(0, 30).Select(_ => monitor.Add(Agreeing with { Agreement = 0 })).ToArray()[^1];
        Assert.Equal(RolloutStep.RollBack, decision.Step);
        Assert.Contains("agreement with the teacher fell below 0.920", decision.Reason, StringComparison.Ordinal);

        for (var i = 0; i < 1_000; i++)
        {
            monitor.Add(Agreeing);
        }

        Assert.Equal(decision, monitor.Decide());
    }

    [Theory]
    [InlineData(0.97, 0.0, 0.94)]
    [InlineData(0.97, 0.05, 0.87)]
    [InlineData(0.02, 0.0, 0.01)]
    public void The_floor_of_agreement_gives_way_to_what_the_gate_could_not_tell(double measured, double error, double floor) =>
        Assert.Equal(floor, new RolloutMonitor(Plan, new() { ServedScore = measured, ServedScoreError = error }).AgreementFloor, 9);

    [Fact]
    public void Answers_that_would_not_be_served_do_not_count_as_agreement_or_as_none()
    {
        var monitor = new RolloutMonitor(Plan, Baseline);
        monitor.Add(Agreeing with { WouldServe = false, Agreement = 0 });

        Assert.Equal(0, monitor.Compared);
    }

    [Fact]
    public void Rewards_of_the_student_count_only_where_control_has_some_to_compare_with()
    {
        var alone = new RolloutMonitor(Plan, Baseline);
        for (var i = 0; i < 200; i++)
        {
            Assert.NotEqual(RolloutStep.RollBack, alone.AddReward(RolloutArm.Student, 0).Step);
        }

        var compared = new RolloutMonitor(Plan, Baseline);
        for (var i = 0; i < 50; i++)
        {
            compared.AddReward(RolloutArm.Control, 1);
        }

        var step = Enumerable.Range(0, 30).Select(_ => compared.AddReward(RolloutArm.Student, 0).Step).ToArray()[^1];
        Assert.Equal(RolloutStep.RollBack, step);
    }

    [Fact]
    public void Numbers_that_are_none_count_against_the_student_and_break_nothing()
    {
        var monitor = new RolloutMonitor(Plan, new() { ServedScore = double.NaN, MaxErrorRate = 0, MaxLatencyMs = 1 });
        var decision = monitor.Add(Agreeing with { Agreement = double.NaN, LatencyMs = double.NaN });

        Assert.Equal(0, monitor.Agreement);
        Assert.True(Enum.IsDefined(decision.Step));
        Assert.True(Enum.IsDefined(monitor.AddReward(RolloutArm.Student, double.NaN).Step));
    }

    [Fact]
    public void A_plan_that_does_not_hold_is_refused_with_the_remedy()
    {
        var error = Assert.Throws<ArgumentException>(() => new RolloutMonitor(Plan with { CanaryShares = [0.5, 0.1] }, Baseline));

        Assert.Contains("give shares above 0, at most 1, that grow", error.Message, StringComparison.Ordinal);
        Assert.NotNull((Plan with { CanaryShares = [] }).FindFault());
        Assert.NotNull((Plan with { AuditShare = double.NaN }).FindFault());
        Assert.NotNull((Plan with { ShadowRequests = 0 }).FindFault());
        Assert.Null(Plan.FindFault());
    }
}
