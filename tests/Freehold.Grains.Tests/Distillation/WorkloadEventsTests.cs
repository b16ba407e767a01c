using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Distillation.Golden;
using Freehold.Core.Policies;
using Freehold.Grains.Distillation;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Distillation;

public class WorkloadEventsTests
{
    private static readonly Outcome Answered = Some.Outcome("acme", "o1", DateTimeOffset.UnixEpoch) with { Model = "openai/teacher" };

    private static readonly StudentTrace Trace = new() { Version = "v1", Digest = new string('a', 64), Arm = StudentArms.Control, Agrees = true, WouldServe = true };

    [Theory]
    [InlineData("openai/teacher", null, DistillTeachers.Providers, AnswerSource.Teacher)]
    [InlineData("tiny", "abc", DistillTeachers.Providers, AnswerSource.Other)]
    [InlineData("tiny", "abc", DistillTeachers.Any, AnswerSource.Teacher)]
    [InlineData("student/triage", "abc", DistillTeachers.Any, AnswerSource.Student)]
    [InlineData("student/triage", null, DistillTeachers.Providers, AnswerSource.Student)]
    public void A_teacher_is_a_provider_or_whom_the_policy_takes_for_one_and_never_a_student(
        string model, string? digest, DistillTeachers teachers, AnswerSource source) =>
        Assert.Equal(
            source, WorkloadEvents.SourceOf(Answered with { Model = model, ModelDigest = digest }, new DistillPolicy { Teachers = teachers }));

    [Fact]
    public void Nobody_taught_where_a_rule_answered_or_nobody_did()
    {
        Assert.Equal(AnswerSource.Other, WorkloadEvents.SourceOf(Answered with { RuleVersion = "r1" }, DistillPolicy.None));
        Assert.Null(WorkloadEvents.SourceOf(Answered with { Status = OutcomeStatus.Failed }, DistillPolicy.None));
    }

    [Fact]
    public void Agreement_counts_only_where_a_teacher_answered()
    {
        Assert.Equal(1, WorkloadEvents.ObservationOf(Trace, AnswerSource.Teacher).Agreement);
        Assert.Equal(0, WorkloadEvents.ObservationOf(Trace with { Agrees = false }, AnswerSource.Teacher).Agreement);
        Assert.Null(WorkloadEvents.ObservationOf(Trace, AnswerSource.Other).Agreement);
        Assert.Null(WorkloadEvents.ObservationOf(Trace, null).Agreement);
    }

    [Fact]
    public void A_correction_makes_an_answer_one_to_learn_from_whatever_its_label()
    {
        var feedback = new Feedback { Id = "f", OutcomeId = "o1", KeyId = "key", At = DateTimeOffset.UnixEpoch, Label = "edited" };

        Assert.False(WorkloadEvents.Accepts(feedback, 0.5));
        Assert.True(WorkloadEvents.Accepts(feedback with { Answer = "refund" }, 0.5));
    }
}
