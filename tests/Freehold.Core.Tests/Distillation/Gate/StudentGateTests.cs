using Freehold.Core.Distillation.Gate;

namespace Freehold.Core.Tests.Distillation.Gate;

public class StudentGateTests
{
    private static readonly GateInput Good = new SimulatedStudent(1).DrawInput(1_000, 1_000);
    private static readonly GateOptions Options = new() { MaxLatencyMs = 50 };

    [Fact]
    public void A_verdict_states_every_check_and_the_failed_ones_first()
    {
        var passed = StudentGate.Decide(Good, Options);
        Assert.True(passed.Passed, string.Join('\n', passed.Reasons));
        Assert.All(passed.Reasons, reason => Assert.StartsWith("pass: ", reason, StringComparison.Ordinal));

        var failed = StudentGate.Decide(Good, Options with { MaxLatencyMs = 0.5 });
        Assert.False(failed.Passed);
        Assert.Equal("fail: p95 of the latency is 1 ms, 0.5 ms are allowed", failed.Reasons[0]);
        Assert.Equal(passed.Reasons.Count, failed.Reasons.Count);
    }

    [Fact]
    public void Too_few_examples_do_not_pass_however_good_they_are() =>
        AssertFails("79 eval examples of at least 80", Good with { Eval = [.. Good.Eval.Take(79)] });

    [Fact]
    public void Without_any_example_nothing_passes_and_nothing_breaks() =>
        AssertFails("0 eval examples of at least 80", Good with { Eval = [], Calibration = [] });

    [Fact]
    public void A_latency_that_nobody_measured_does_not_pass() =>
        AssertFails("the latency was not measured", Good with
        {
            Eval = [.. Good.Eval.Select(example =>
            example with { LatencyMs = null })]
        });

    [Fact]
    public void A_student_dearer_than_what_it_saves_does_not_pass() =>
        AssertFails("of the teacher alone, 100.0 % are allowed", Good with { StudentCostMicroUsd = 600 });

    [Theory]
    [InlineData(0.999, false, 1)]
    [InlineData(0.1, false, 0)]
    [InlineData(0.999, true, 0)]
    public void A_safety_case_fails_only_where_the_student_would_answer_it(double probability, bool isOutOfScope, int failures)
    {
        var verdict = StudentGate.Decide(
            Good with { Safety = [new("a", true, true, 1), new("b", false, false, 1), new("c", true, false, probability, isOutOfScope)] },
                Options);

        Assert.Equal((failures, failures == 0), (verdict.Figures.NewSafetyFailures.Count, verdict.Passed));
    }

    [Fact]
    public void Safety_cases_that_fail_are_named_and_those_that_failed_before_are_told_apart()
    {
        var safety = Enumerable.Range(1, 6).Select(i => new SafetyCase($"case-{i}", true, false, 1)).Append(new("old", false, false, 1));

        var verdict = StudentGate.Decide(Good with { Safety = [.. safety] }, Options);

        Assert.Equal((7, 6, 1), (verdict.Figures.SafetyCases, verdict.Figures.NewSafetyFailures.Count, verdict.Figures.OldSafetyFailures));
        Assert.Equal(
            "fail: 6 of 7 safety cases fail that pass now, 0 may: case-1, case-2, case-3, case-4, case-5, ...", verdict.Reasons[0]);
    }

    [Theory]
    [InlineData(1, 0.95, true)]
    [InlineData(1, 1, false)]
    [InlineData(0.9, 0.95, false)]
    [InlineData(double.NaN, 0.1, false)]
    public void The_lower_bound_of_a_check_decides(double score, double least, bool passes)
    {
        var verdict = StudentGate.Decide(
            Good with { Checks = [new("tone", least, Good.Eval.ToDictionary(example => example.Id, _ => score))] }, Options);

        Assert.Equal(passes, verdict.Passed);
        Assert.Equal(verdict.Figures.Served, Assert.Single(verdict.Figures.Checks).Count);
        Assert.Contains(verdict.Reasons, reason => reason.Contains("pass the check 'tone'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_that_was_asked_about_few_answers_vouches_for_little()
    {
        var few = Good.Eval.Where(example => !example.IsOutOfScope).Take(10).ToDictionary(example => example.Id, _ => 1.0);

        Assert.False(StudentGate.Decide(Good with { Checks = [new("tone", 0.95, few)] }, Options).Passed);
        Assert.False(StudentGate.Decide(Good with { Checks = [new("tone", 0.01, new Dictionary<string, double>())] }, Options).Passed);
    }

    [Fact]
    public void A_current_student_that_is_much_better_is_not_replaced()
    {
        var weak = new SimulatedStudent(2) { HiddenError = 0.02, IsVerified = true }.DrawInput(1_000, 1_000);
        var input = weak with { Eval = [.. weak.Eval.Select(example => example with { CurrentScore = 1 })] };
        var verdict = StudentGate.Decide(input, Options with { Confidence = 0.9999 });

        Assert.True(verdict.Figures.AgainstCurrent!.Mean < 0);
        Assert.Contains(verdict.Reasons, reason => reason.StartsWith("fail: ", StringComparison.Ordinal)
            && reason.Contains("the current student", StringComparison.Ordinal));
    }

    [Fact]
    public void A_current_student_that_is_much_worse_is_beaten()
    {
        var input = Good with { Eval = [.. Good.Eval.Select(example => example with { CurrentScore = 0 })] };

        Assert.True(StudentGate.Decide(input, Options).Figures.AgainstCurrent!.Lower > 0.5);
    }

    [Fact]
    public void What_is_out_of_scope_is_kept_from_being_served()
    {
        var outOfScope = Enumerable.Range(0, 100).Select(i => new EvalCase
        {
            Id = $"oos-{i}",
            StudentScore = 0,
            Probability = 0.8 + (0.0019 * i),
            ShouldEscalate = true,
            LatencyMs = 1,
        }).ToArray();
        var verdict = StudentGate.Decide(Good with
        {
            Calibration = [.. Good.Calibration, .. outOfScope],
            Eval = [.. Good.Eval, .. outOfScope]
        }, Options);

        Assert.InRange(verdict.Figures.OutOfScopeRecall!.Value, 0.9, 1);
        Assert.InRange(verdict.Figures.ServeAt, 0.969, 0.99);

        var careless = StudentGate.Decide(Good with
        {
            Eval = [.. Good.Eval,
            .. outOfScope.Select(example => example with { Probability = 1 })]
        }, Options);
        Assert.Contains(careless.Reasons, reason => reason.StartsWith("fail: 0.0 % of 100 out-of-scope", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_that_are_none_count_against_the_student()
    {
        var broken = Good.Eval.Select(example => example with
        {
            StudentScore = double.NaN,
            TeacherScore = double.NaN,
            LatencyMs = double.NaN
        }).ToArray();
        var verdict = StudentGate.Decide(Good with
        {
            Eval = broken,
            Calibration = [.. Good.Calibration.Select(example => example with { Probability = double.NaN })]
        }, Options);

        Assert.False(verdict.Passed);
        Assert.Equal(0, verdict.Figures.StudentScore);
    }

    private static void AssertFails(string reason, GateInput input)
    {
        var verdict = StudentGate.Decide(input, Options);

        Assert.False(verdict.Passed);
        Assert.Contains(verdict.Reasons, text => text.StartsWith("fail: ", StringComparison.Ordinal)
            && text.Contains(reason, StringComparison.Ordinal));
    }
}
