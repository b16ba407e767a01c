using Freehold.Core.Distillation.Golden;
using Freehold.Core.Labels;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Distillation.Golden;

public class GoldenCuratorTests
{
    private static readonly CuratorOptions Options = Candidates.ByRule with { MinPerClass = 1 };

    [Fact]
    public void The_same_prompt_with_the_same_answer_is_one_example()
    {
        var set = GoldenCurator.Curate([Candidates.Of("Where is it?", "a", minute: 3), Candidates.Of("where  IS it", "a", "first"),
            Candidates.Of("x", "b")], Options);

        var example = All(set).Single(example => example.Answer == "a");
        Assert.Equal(("first", 2), (example.OutcomeId, example.Count));
        Assert.Equal((3, 3), (set.Report.Candidates, set.Report.Kept));
    }

    [Fact]
    public void Of_contradicting_answers_the_majority_stays()
    {
        var set = GoldenCurator.Curate([Candidates.Of("p", "a", "1"), Candidates.Of("p", "b", "2"), Candidates.Of("p", "a", "3")], Options);

        Assert.Equal("a", Assert.Single(All(set)).Answer);
        AssertDropped(set, DropReason.Contradiction, "2");
    }

    [Fact]
    public void Where_there_is_no_majority_none_stays()
    {
        var set = GoldenCurator.Curate([Candidates.Of("p", "a", "1"), Candidates.Of("p", "b", "2")], Options);

        Assert.Empty(All(set));
        AssertDropped(set, DropReason.Contradiction, "1", "2");
    }

    [Fact]
    public void What_feedback_vouches_for_outweighs_any_number_that_it_does_not()
    {
        var options = Options with { Accept = AcceptedEvidence.Feedback | AcceptedEvidence.Rule };
        var set = GoldenCurator.Curate(
            [Candidates.Of("p", "a", "1"), Candidates.Of("p", "a", "2"),
                Candidates.Of("p", "b", "3") with { FeedbackLabel = "accepted" }], options);

        Assert.Equal(("b", true), (Assert.Single(All(set)).Answer, All(set)[0].IsVerified));
    }

    [Fact]
    public void Texts_may_differ_without_contradicting_each_other()
    {
        var set = GoldenCurator.Curate([Candidates.Of("p", "a", "1"), Candidates.Of("p", "b", "2", 1)],
            Options with { Task = DistillTask.Text });

        Assert.Equal("a", Assert.Single(All(set)).Answer);
        AssertDropped(set, DropReason.NearDuplicate, "2");
        Assert.Empty(set.Report.Classes);
    }

    [Fact]
    public void Near_prompts_with_other_answers_are_outvoted_in_training()
    {
        var near = TrainPrompts("could you please tell me where the parcel of last week is", 4);
        var set = GoldenCurator.Curate([.. near.Select((prompt, i) => Candidates.Of(prompt, i == 2 ? "wrong" : "right", $"{i}"))], Options);

        Assert.Equal(3, set.Train.Count);
        AssertDropped(set, DropReason.Contradiction, "2");
    }

    [Fact]
    public void Of_a_group_of_near_prompts_only_some_are_trained_on()
    {
        var near = TrainPrompts("could you please tell me where the parcel of last week is", 12);
        var set = GoldenCurator.Curate([.. near.Select((prompt, i) => Candidates.Of(prompt, "a", $"{i}"))],
            Options with { MaxPerGroup = 3 });

        Assert.InRange(set.Train.Count, 3, 5);
        Assert.Equal(12 - set.Train.Count, set.Report.Dropped.Single().Count);
        Assert.Equal(DropReason.NearDuplicate, set.Report.Dropped.Single().Reason);
    }

    [Fact]
    public void Nothing_equal_or_near_to_another_eval_set_is_trained_on()
    {
        var prompts = TrainPrompts("could you please tell me where the parcel of last week is", 2);
        var set = GoldenCurator.Curate(
            [Candidates.Of(prompts[0], "a", "equal"), Candidates.Of(prompts[1], "a", "near"),
                Candidates.Of(TrainPrompts("something quite different", 1)[0], "b", "other")],
            Options with { HeldOutPrompts = [prompts[0].ToUpperInvariant()] });

        Assert.Equal("other", Assert.Single(set.Train).OutcomeId);
        AssertDropped(set, DropReason.Leak, "equal", "near");
    }

    [Fact]
    public void A_class_with_too_few_examples_is_left_to_the_teacher_and_reported()
    {
        var candidates = Candidates.Draw(1, 300);
        candidates.Add(Candidates.Of(TrainPrompts("a question of a kind that nobody else asks", 1)[0], "rare", "rare"));
        var set = GoldenCurator.Curate(candidates, Options with { MinPerClass = 2 });

        Assert.Equal(["rare"], set.Report.RareClasses);
        Assert.DoesNotContain(set.Train, example => example.Answer == "rare");
        AssertDropped(set, DropReason.RareClass, "rare");
    }

    [Fact]
    public void The_out_of_scope_answer_is_never_too_rare()
    {
        var prompt = TrainPrompts("a question of a kind that nobody else asks", 1)[0];
        var set = GoldenCurator.Curate([Candidates.Of(prompt, "oos")], Options with { MinPerClass = 5, OutOfScope = "oos" });

        Assert.Single(set.Train);
    }

    [Fact]
    public void No_class_has_more_than_its_bound_in_training_and_no_held_out_part_more_than_its_own()
    {
        var set = GoldenCurator.Curate(Candidates.Draw(2, 600, classes: 2), Options with { MaxPerClass = 50, MaxHeldOut = 10 });

        Assert.All(set.Report.Classes, each => Assert.InRange(each.Train, 1, 50));
        Assert.Equal((10, 10), (set.Calibration.Count, set.Eval.Count));
        Assert.Contains(set.Report.Dropped, dropped => dropped.Reason == DropReason.Full && dropped.Examples.Count == DropLog.MaxExamples);
    }

    [Theory]
    [InlineData(PersonalDataInTraining.Remove, 1)]
    [InlineData(PersonalDataInTraining.Refuse, 0)]
    public void Personal_data_that_is_still_there_is_removed_or_refused(PersonalDataInTraining policy, int kept)
    {
        var set = GoldenCurator.Curate(
            [Candidates.Of("please write to jane.doe@example.com about it", "a", "1") with { Context = "user: I am at 10.1.2.3" }],
            Options with { PersonalData = policy });

        Assert.Equal(kept, All(set).Count);
        Assert.Equal(1 - kept, set.Report.Dropped.Sum(dropped => dropped.Count));
        Assert.DoesNotContain(All(set), example => example.Prompt.Contains("jane", StringComparison.Ordinal)
            || example.Context.Contains("10.1", StringComparison.Ordinal));
    }

    [Fact]
    public void Shares_that_leave_nothing_to_train_on_are_refused() =>
        Assert.Throws<ArgumentException>(() => GoldenCurator.Curate([], Options with { EvalShare = 0.5 }));

    [Fact]
    public void Without_candidates_the_set_is_empty()
    {
        var set = GoldenCurator.Curate([], Options);

        Assert.Empty(All(set));
        Assert.Equal(0, set.Report.Kept);
    }

    private static List<GoldenExample> All(GoldenSet set) => [.. set.Train, .. set.Calibration, .. set.Eval];

    /// <summary>Variants of a prompt that fall into the training part.</summary>
    private static List<string> TrainPrompts(string prompt, int count) =>
    [
        .. Enumerable.Range(0, 1_000).Select(i => $"{prompt} {i}")
            .Where(text => new GoldenEntry(new() { OutcomeId = "", Prompt = text, Answer = "", TeacherAnswer = "" }, default)
                .Place is >= 0.1 and < 0.9)
            .Take(count),
    ];

    private static void AssertDropped(GoldenSet set, DropReason reason, params string[] ids) =>
        Assert.Equal(ids, set.Report.Dropped.Single(dropped => dropped.Reason == reason).Examples.Order());

    [Fact]
    public void Of_merged_examples_the_strictest_label_stays()
    {
        var set = GoldenCurator.Curate(
            [.. Enumerable.Range(0, 3).Select(i => Candidates.Of("the same prompt", "yes", $"o{i}", i) with { Label = i == 1 ? Label.Confidential : Label.Public })],
            Candidates.ByRule);

        Assert.Equal(Label.Confidential, Assert.Single(set.Train.Concat(set.Calibration).Concat(set.Eval)).Label);
    }
}
