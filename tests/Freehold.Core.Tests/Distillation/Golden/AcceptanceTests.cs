using Freehold.Core.Distillation.Golden;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Distillation.Golden;

public class AcceptanceTests
{
    private static readonly CuratorOptions Options = new()
    {
        Classes = ["Refund", "Delivery"],
        OutOfScope = "oos",
        Accept = AcceptedEvidence.Feedback | AcceptedEvidence.Judge | AcceptedEvidence.Rule,
    };

    private static readonly GoldenCandidate Candidate = Candidates.Of("where is my parcel", "Delivery") with { RuleVerdict = null };

    [Fact]
    public void What_a_policy_or_label_forbids_is_not_looked_at() =>
        Assert.Equal(DropReason.NotPermitted, Judge(Candidate with { MayTrain = false, FeedbackScore = 1 }));

    [Theory]
    [InlineData(AnswerSource.Student)]
    [InlineData(AnswerSource.Other)]
    public void A_student_never_learns_from_itself_not_even_what_was_praised(AnswerSource source) =>
        Assert.Equal(DropReason.NotByTeacher, Judge(Candidate with { Source = source, FeedbackScore = 1 }));

    [Theory]
    [InlineData(0.7, null, true)]
    [InlineData(null, "accepted", true)]
    [InlineData(0.69, null, false)]
    [InlineData(null, null, false)]
    public void Feedback_speaks_for_an_answer_from_the_accepted_score_on(double? score, string? label, bool isAccepted)
    {
        var acceptance = Accept(Candidate with { FeedbackScore = score, FeedbackLabel = label });

        Assert.Equal((isAccepted ? "Delivery" : null, isAccepted), (acceptance.Answer, acceptance.IsVerified));
        Assert.Equal(isAccepted ? default : DropReason.NoEvidence, acceptance.Reason);
    }

    [Fact]
    public void A_judge_or_a_rule_speaks_for_an_answer_without_vouching_for_it()
    {
        Assert.Equal(new("Delivery", "Delivery", false, default), Accept(Candidate with { JudgeScore = 0.9 }));
        Assert.Equal(new("Delivery", "Delivery", false, default), Accept(Candidate with { RuleVerdict = true }));
    }

    [Fact]
    public void What_the_policy_does_not_count_does_not_speak_for_an_answer()
    {
        var rule = new AcceptanceRule(Options with { Accept = AcceptedEvidence.Rule });

        Assert.Equal(DropReason.NoEvidence, rule.Judge(Candidate with { FeedbackScore = 1, JudgeScore = 1 }).Reason);
    }

    [Fact]
    public void Any_objection_is_enough()
    {
        var praised = Candidate with { FeedbackScore = 1, JudgeScore = 1, RuleVerdict = true };

        Assert.Equal(DropReason.Rejected, Judge(praised with { RuleVerdict = false }));
        Assert.Equal(DropReason.Rejected, Judge(praised with { JudgeScore = 0.2 }));
        Assert.Equal(DropReason.Rejected, Judge(praised with { FeedbackScore = 0 }));
        Assert.Equal(DropReason.Rejected, Judge(praised with { FeedbackScore = null, FeedbackLabel = "rejected" }));
        Assert.Equal(DropReason.Rejected, Judge(praised with { FeedbackScore = null, FeedbackLabel = "Retried" }));
    }

    [Theory]
    [InlineData("refund", "Refund")]
    [InlineData("OOS", "oos")]
    [InlineData("Delivery", "Delivery")]
    public void A_class_as_feedback_is_the_right_answer_and_vouched_for(string label, string answer) =>
        Assert.Equal(new(answer, "Delivery", true, default), Accept(Candidate with
        {
            FeedbackLabel = label,
            FeedbackScore = 0,
            RuleVerdict = false
        }));

    [Fact]
    public void A_label_that_is_no_class_corrects_nothing() =>
        Assert.Equal(DropReason.NoEvidence, Judge(Candidate with { FeedbackLabel = "thanks" }));

    [Fact]
    public void An_edited_answer_takes_the_place_of_the_teachers()
    {
        var rule = new AcceptanceRule(Options with { Task = DistillTask.Text, Classes = [] });

        Assert.Equal(new("Dear Ann", "Dear Bob", true, default),
            rule.Judge(Candidate with { Answer = "Dear Bob", EditedAnswer = " Dear Ann " }));
    }

    [Fact]
    public void An_answer_that_somebody_edited_is_not_learned_where_the_right_one_is_not_told_or_has_no_form()
    {
        Assert.Equal(DropReason.Rejected, Judge(Candidate with { RuleVerdict = true, FeedbackLabel = "Edited" }));
        Assert.Equal(DropReason.Rejected, Judge(Candidate with { RuleVerdict = true, EditedAnswer = "no class of ours" }));
        Assert.Equal(
            new("Refund", "Delivery", true, default), Accept(Candidate with { FeedbackLabel = "edited", EditedAnswer = "refund", RuleVerdict = true }));
    }

    [Theory]
    [InlineData("delivery", "Delivery")]
    [InlineData(" \"Delivery\".\n", "Delivery")]
    [InlineData("**refund**", "Refund")]
    [InlineData("Oos", "oos")]
    [InlineData("It is a delivery question.", null)]
    [InlineData("", null)]
    public void An_answer_is_the_class_that_it_names(string answer, string? expected) =>
        Assert.Equal(expected, new AnswerForm(Options).Of(answer));

    [Theory]
    [InlineData("{ \"a\": 1,\n \"b\": [ ] }", "{\"a\":1,\"b\":[]}")]
    [InlineData("```json\n{ \"a\": 1 }\n```", "{\"a\":1}")]
    [InlineData("[1]", null)]
    [InlineData("{\"a\":", null)]
    public void An_extraction_is_a_json_object(string answer, string? expected) =>
        Assert.Equal(expected, new AnswerForm(new() { Task = DistillTask.Extraction }).Of(answer));

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_prompt_is_no_example(string prompt) =>
        Assert.Equal(DropReason.Unusable, Judge(Candidate with { Prompt = prompt }));

    [Fact]
    public void Nor_is_one_beyond_the_bound() =>
        Assert.Equal(DropReason.Unusable, Judge(Candidate with { Prompt = new string('x', PromptText.MaxChars + 1) }));

    private static Acceptance Accept(GoldenCandidate candidate) => new AcceptanceRule(Options).Judge(candidate);

    private static DropReason Judge(GoldenCandidate candidate)
    {
        var acceptance = Accept(candidate);
        Assert.Null(acceptance.Answer);
        return acceptance.Reason;
    }
}
