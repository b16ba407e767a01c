using Freehold.Core.Distillation.Trigger;

namespace Freehold.Core.Tests.Distillation.Trigger;

public class DistillationTriggerTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TriggerInput Enough = new() { GoldenExamples = 500 };
    private static readonly TriggerInput Trained = new() { GoldenExamples = 1_400, ExamplesAtLastTraining = 500 };

    [Fact]
    public void The_first_student_waits_for_its_examples()
    {
        Assert.False(Decide(Enough with { GoldenExamples = 499 }).Starts);
        Assert.Equal((true, TriggerCause.Examples), Read(Decide(Enough)));
    }

    [Fact]
    public void A_trained_one_waits_for_new_examples()
    {
        Assert.Equal((false, TriggerCause.None), Read(Decide(Trained)));
        Assert.Equal((true, TriggerCause.Examples), Read(Decide(Trained with { GoldenExamples = 1_500 })));
    }

    [Fact]
    public void Drift_is_a_reason_to_train() => Assert.Equal((true, TriggerCause.Drift), Read(Decide(Trained with { HasDrift = true })));

    [Theory]
    [InlineData(1_000, 1_199, TriggerCause.None)]
    [InlineData(1_000, 1_200, TriggerCause.Price)]
    [InlineData(0, 1_200, TriggerCause.None)]
    public void So_is_a_teacher_that_became_dearer(double before, double now, TriggerCause cause) => Assert.Equal(
        cause, Decide(Trained with { TeacherCostAtLastTrainingMicroUsd = before, TeacherCostMicroUsd = now }).Cause);

    [Fact]
    public void By_hand_it_starts_at_once_but_not_with_too_few_examples()
    {
        Assert.Equal((true, TriggerCause.Hand), Read(Decide(Trained with { ByHand = true })));
        Assert.False(Decide(Enough with { GoldenExamples = 10, ByHand = true }).Starts);
    }

    [Fact]
    public void Beyond_the_budget_nothing_starts_not_even_by_hand()
    {
        var decision = Decide(Enough with { ByHand = true, SpentUsd = 10 });

        Assert.False(decision.Starts);
        Assert.Contains("raise budget_usd or wait", decision.Reason, StringComparison.Ordinal);
        Assert.False(Decide(Enough with { SpentTime = TimeSpan.FromHours(20) }).Starts);
    }

    [Fact]
    public void After_a_failure_it_waits_and_says_until_when()
    {
        var failed = Enough with { FailuresInARow = 3, LastFailureAt = Now.AddHours(-3) };

        Assert.Equal(Now.AddHours(1), Decide(failed).NotBefore);
        Assert.False(Decide(failed).Starts);
        Assert.True(Decide(failed with { LastFailureAt = Now.AddHours(-4) }).Starts);
        Assert.True(Decide(failed with { ByHand = true }).Starts);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4, 8)]
    [InlineData(9, 168)]
    [InlineData(int.MaxValue, 168)]
    public void The_wait_doubles_up_to_its_bound(int failures, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), DistillationTrigger.BackoffAfter(failures, new TriggerOptions()));

    private static TriggerDecision Decide(TriggerInput input) => DistillationTrigger.Decide(input, new TriggerOptions(), Now);

    private static (bool, TriggerCause) Read(TriggerDecision decision) => (decision.Starts, decision.Cause);
}
