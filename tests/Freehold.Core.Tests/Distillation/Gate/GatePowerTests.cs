using Freehold.Core.Distillation.Gate;

namespace Freehold.Core.Tests.Distillation.Gate;

/// <summary>Whom the gate lets through and whom it does not: over many simulated students with fixed seeds.</summary>
public class GatePowerTests
{
    private const int Runs = 200;
    private static readonly GateOptions Options = new();

    [Fact]
    public void A_student_that_is_better_where_it_is_sure_passes_and_together_they_beat_the_teacher()
    {
        var passed = 0;
        for (var seed = 0; seed < Runs; seed++)
        {
            var student = new SimulatedStudent(seed);
            var verdict = StudentGate.Decide(student.DrawInput(1_000, 1_000), Options);
            passed += verdict.Passed ? 1 : 0;
            if (verdict.Passed)
            {
                var (live, truth) = student.Draw(4_000);
                var served = live.Where(example => example.Probability >= verdict.Figures.ServeAt).ToArray();
                var right = served.Count(example => truth[example.Id]);
                var combined = (right + ((live.Count - served.Length) * (1 - student.TeacherError))) / live.Count;
                Assert.True(combined >= 0.955, $"Seed {seed}: {combined} with {served.Length} of {live.Count} served.");
            }
        }

        Assert.True(passed >= 0.9 * Runs, $"Only {passed} of {Runs} passed.");
    }

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(2, 0.97)]
    [InlineData(10, 0.95)]
    [InlineData(150, 0.01)]
    public void One_that_learned_from_shuffled_labels_never_passes(int classes, double firstClassShare)
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var student = new SimulatedStudent(seed) { Classes = classes, FirstClassShare = firstClassShare, IsShuffled = true };

            Assert.False(StudentGate.Decide(student.DrawInput(500, 500), Options).Passed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void One_that_says_what_the_teacher_says_passes(double teacherError)
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var input = new SimulatedStudent(seed) { TeacherError = teacherError, Difficulty = 0 }.DrawInput(300, 300);
            var same = input with
            {
                Calibration = [.. input.Calibration.Select(example => example with { StudentScore = 1 })],
                Eval = [.. input.Eval.Select(example => example with { StudentScore = 1 })],
            };

            Assert.True(StudentGate.Decide(same, Options).Passed);
        }
    }

    [Fact]
    public void One_as_good_as_the_teacher_by_verified_answers_passes_with_power_of_four_fifths()
    {
        // Both are right in 95 of 100, independently of each other: the standard error of the difference is 0.308 / sqrt(1500) = 0.008,
        // so the lower bound of a true difference of 0 clears a margin of 0.03 with probability Phi(0.03 / 0.008 - 1.645) = 0.98. The
        // threshold's own test passes less often.
        var passed = Passed(seed => new SimulatedStudent(seed) { Difficulty = 0, HiddenError = 0.05, IsVerified = true }.DrawInput(1_500,
            1_500));

        Assert.True(passed >= 0.8 * Runs, $"Only {passed} of {Runs} passed.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_is_worse_by_more_than_the_margin_without_knowing_where_seldom_passes(bool isVerified)
    {
        // Unverified, up to MaxLabelNoise of its errors could be the teacher's: then only a worse one can be told.
        var passed = Passed(seed => new SimulatedStudent(seed)
        {
            Difficulty = 0,
            HiddenError = isVerified ? 0.09 : 0.2,
            IsVerified = isVerified
        }.DrawInput(1_000, 1_000));

        Assert.True(passed <= 0.05 * Runs, $"{passed} of {Runs} passed.");
    }

    [Fact]
    public void The_promise_of_the_threshold_fails_in_no_more_draws_than_delta_says()
    {
        var (failed, silent) = (0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            var student = new SimulatedStudent(seed) { HiddenError = 0.03, IsVerified = true };
            var serveAt = ServingThreshold.Choose(student.Draw(800).Cases, default, Options);
            var (live, truth) = student.Draw(4_000);
            var served = live.Where(example => example.Probability >= serveAt).ToArray();
            silent += served.Length == 0 ? 1 : 0;
            failed += served.Length > 0 && served.Count(example => truth[example.Id]) < (0.95 - Options.Margin) * served.Length ? 1 : 0;
        }

        Assert.True(failed <= Options.ThresholdDelta * Runs, $"The promise failed in {failed} of {Runs} draws.");
        Assert.True(silent < Runs / 2, $"In {silent} of {Runs} draws nothing was served.");
    }

    private static int Passed(Func<int, GateInput> draw) => Enumerable.Range(0, Runs)
        .Count(seed => StudentGate.Decide(draw(seed), Options).Passed);
}
