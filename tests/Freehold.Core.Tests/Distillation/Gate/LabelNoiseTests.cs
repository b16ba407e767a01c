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
            .Select(seed => LabelNoise.Estimate(InputOf(new SimulatedStudent(seed) { TeacherError = teacherError }, 2_000), Options).Lower)
            .ToArray();

        Assert.InRange(estimates.Average(), 0.5 * teacherError, teacherError + 0.0001);
        Assert.True(estimates.Count(estimate => estimate > teacherError + 0.001) <= 0.1 * estimates.Length);
    }

    [Fact]
    public void It_is_never_more_than_its_cap() => Assert.Equal(
        new(Options.MaxLabelNoise, Options.MaxLabelNoise),
        LabelNoise.Estimate(InputOf(new SimulatedStudent(1) { IsShuffled = true }, 2_000), Options));

    [Fact]
    public void Answers_of_the_teacher_that_were_checked_tell_more_than_the_student()
    {
        var input = InputOf(new SimulatedStudent(1) { IsShuffled = true }, 2_000);
        var estimate = LabelNoise.Estimate(input with { TeacherVerified = 1_000, TeacherWrong = 50 }, Options);

        Assert.InRange(estimate.Lower, 0.035, 0.05);
        Assert.Equal(0.05, estimate.Value, 12);
        var few = input with { TeacherVerified = LabelNoise.MinAnswers - 1, TeacherWrong = 2 };
        Assert.Equal(Options.MaxLabelNoise, LabelNoise.Estimate(few, Options).Lower);
    }

    [Fact]
    public void Anchors_of_a_training_tell_where_they_are_more_than_those_of_the_calibration()
    {
        var input = InputOf(new SimulatedStudent(1) { TeacherError = 0 }, 2_000);

        var ofTraining = LabelNoise.Estimate(input with { TrainingAnchors = 6_000, TrainingAnchorDisagreements = 300 }, Options);
        Assert.InRange(ofTraining.Lower, 0.045, 0.05);
        Assert.Equal(0.05, ofTraining.Value, 12);
        Assert.Equal(
            LabelNoise.Estimate(input, Options),
            LabelNoise.Estimate(input with { TrainingAnchors = 300, TrainingAnchorDisagreements = 300 }, Options));
    }

    [Fact]
    public void Of_few_answers_nothing_is_concluded() =>
        Assert.Equal(default, LabelNoise.Estimate(InputOf(new SimulatedStudent(1), LabelNoise.MinAnswers - 1), Options));

    private static GateInput InputOf(SimulatedStudent student, int count) => new() { Calibration = student.Draw(count).Cases, Eval = [] };
}
