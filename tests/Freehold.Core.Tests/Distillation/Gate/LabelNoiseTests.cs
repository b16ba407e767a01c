using Freehold.Core.Distillation.Gate;

namespace Freehold.Core.Tests.Distillation.Gate;

public class LabelNoiseTests
{
    private static readonly GateOptions Options = new();

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.09)]
    public void It_is_found_at_the_answers_that_the_student_is_surest_of_and_hardly_ever_overstated(double teacherError)
    {
        var estimates = Enumerable.Range(0, 200)
            .Select(seed => LabelNoise.Estimate(new SimulatedStudent(seed) { TeacherError = teacherError }.Draw(2_000).Cases, 0, 0,
                Options).Lower)
            .ToArray();

        Assert.InRange(estimates.Average(), 0.5 * teacherError, teacherError + 0.0001);
        Assert.True(estimates.Count(estimate => estimate > teacherError + 0.001) <= 0.1 * estimates.Length);
    }

    [Fact]
    public void It_is_never_more_than_its_cap() => Assert.Equal(
        new(Options.MaxLabelNoise, Options.MaxLabelNoise), LabelNoise.Estimate(new SimulatedStudent(1) { IsShuffled = true }.Draw(2_000)
            .Cases, 0, 0, Options));

    [Fact]
    public void Answers_of_the_teacher_that_were_checked_tell_more_than_the_student()
    {
        var cases = new SimulatedStudent(1) { IsShuffled = true }.Draw(2_000).Cases;

        Assert.InRange(LabelNoise.Estimate(cases, 1_000, 50, Options).Lower, 0.035, 0.05);
        Assert.Equal(Options.MaxLabelNoise, LabelNoise.Estimate(cases, LabelNoise.MinAnswers - 1, 2, Options).Lower);
        Assert.Equal(0.05, LabelNoise.Estimate(cases, 1_000, 50, Options).Value, 12);
    }

    [Fact]
    public void Of_few_answers_nothing_is_concluded() =>
        Assert.Equal(default, LabelNoise.Estimate(new SimulatedStudent(1).Draw(LabelNoise.MinAnswers - 1).Cases, 0, 0, Options));
}
