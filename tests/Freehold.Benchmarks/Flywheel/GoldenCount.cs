using Freehold.Core.Distillation.Golden;
using Freehold.Core.Policies;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>
/// How many golden examples a set of traffic comes to: an operator who wants a student of a month's traffic knows about how much that
/// is. The loop starts by itself once there are so many.
/// </summary>
internal static class GoldenCount
{
    public static int Of(IntentSet set, LabelledText[] texts, ErringTeacher teacher, CancellationToken cancellationToken)
    {
        var candidates = texts.Select((text, i) => new GoldenCandidate
        {
            OutcomeId = $"{i}",
            At = DateTimeOffset.UnixEpoch.AddSeconds(i),
            Prompt = text.Text,
            Answer = teacher.Answer(text.Text),
            Source = AnswerSource.Teacher,
            MayTrain = true,
            RuleVerdict = true,
        }).ToArray();
        var options = new CuratorOptions
        {
            Classes = set.Labels,
            OutOfScope = IntentSet.OutOfScopeLabel,
            Accept = AcceptedEvidence.Rule,
        };
        var golden = GoldenCurator.Curate(candidates, options, cancellationToken);
        return golden.Train.Count + golden.Calibration.Count + golden.Eval.Count;
    }
}
