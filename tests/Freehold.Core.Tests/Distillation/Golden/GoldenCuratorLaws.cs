using Freehold.Core.Distillation.Golden;

namespace Freehold.Core.Tests.Distillation.Golden;

/// <summary>What holds of every golden set, on drawn exchanges with fixed seeds.</summary>
public class GoldenCuratorLaws
{
    private const int Seeds = 8;
    private static readonly CuratorOptions Options = Candidates.ByRule with { EvalShare = 0.2, CalibrationShare = 0.2 };

    [Fact]
    public void Every_candidate_is_kept_merged_or_dropped_for_a_reason() => ForEachSeed(set =>
        Assert.Equal(set.Report.Kept, set.Train.Concat(set.Calibration).Concat(set.Eval).Sum(example => example.Count)));

    [Fact]
    public void Nothing_that_is_measured_by_is_equal_or_near_to_what_is_trained_on() => ForEachSeed(set =>
    {
        AssertApart(set.Train, [.. set.Calibration, .. set.Eval]);
        AssertApart(set.Calibration, set.Eval);
    });

    [Fact]
    public void The_order_of_the_candidates_does_not_matter() => ForEachSeed((candidates, set) =>
    {
        var shuffled = candidates.ToArray();
        new Random(1).Shuffle(shuffled);
        var again = GoldenCurator.Curate(shuffled, Options);

        Assert.Equal(set.Train, again.Train);
        Assert.Equal(set.Calibration, again.Calibration);
        Assert.Equal(set.Eval, again.Eval);
        Assert.Equal(set.Report.Classes, again.Report.Classes);
    });

    [Fact]
    public void As_the_set_grows_what_is_in_one_part_never_comes_into_another() => ForEachSeed((candidates, grown) =>
    {
        var before = GoldenCurator.Curate([.. candidates.Take(candidates.Count / 2)], Options);

        Assert.Empty(Ids(before.Eval).Intersect(Ids(grown.Train).Concat(Ids(grown.Calibration))));
        Assert.Empty(Ids(before.Calibration).Intersect(Ids(grown.Train).Concat(Ids(grown.Eval))));
        Assert.Empty(Ids(before.Train).Intersect(Ids(grown.Calibration).Concat(Ids(grown.Eval))));
    });

    [Fact]
    public void Where_the_shares_change_nothing_goes_from_calibration_to_eval_or_back() => ForEachSeed((candidates, set) =>
    {
        var other = GoldenCurator.Curate(candidates, Options with { EvalShare = 0.1, CalibrationShare = 0.3 });

        Assert.Empty(Ids(set.Eval).Intersect(Ids(other.Calibration)));
        Assert.Empty(Ids(set.Calibration).Intersect(Ids(other.Eval)));
    });

    [Fact]
    public void Each_part_has_about_its_share_of_each_class() => ForEachSeed(set => Assert.All(set.Report.Classes, each =>
    {
        var all = each.Train + each.Calibration + each.Eval;
        var error = 4 * Math.Sqrt(0.16 * all);
        Assert.InRange(each.Eval, (0.2 * all) - error, (0.3 * all) + error); // Near prompts are taken from training alone.
    }));

    private static void AssertApart(IReadOnlyList<GoldenExample> some, IReadOnlyList<GoldenExample> others)
    {
        var shingles = others.Select(Shingles).ToArray();
        Assert.All(some, example => Assert.All(shingles, other =>
            Assert.True(MinHash.Resemblance(Shingles(example), other) < Options.NearDuplicate)));
    }

    private static ulong[] Shingles(GoldenExample example) => MinHash.Shingles(PromptText.Normalize(example.Prompt));

    private static IEnumerable<string> Ids(IReadOnlyList<GoldenExample> examples) => examples.Select(example => example.OutcomeId);

    private static void ForEachSeed(Action<GoldenSet> check) => ForEachSeed((_, set) => check(set));

    private static void ForEachSeed(Action<List<GoldenCandidate>, GoldenSet> check)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var candidates = Candidates.Draw(seed, 300);
            check(candidates, GoldenCurator.Curate(candidates, Options));
        }
    }
}
