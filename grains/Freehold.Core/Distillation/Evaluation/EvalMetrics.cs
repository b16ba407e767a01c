using Freehold.Core.Distillation.Golden;
using Freehold.Core.Policies;
using Freehold.Core.Routing.Students;

namespace Freehold.Core.Distillation.Evaluation;

/// <summary>
/// Measures a student's answers on an eval set, whether they would be served or not: for people to read beside the gate's verdict.
/// </summary>
public static class EvalMetrics
{
    /// <summary>Most examples that are measured; of more, the first ones.</summary>
    public const int MaxExamples = 20_000;

    private const double OneSided = 0.975;

    /// <summary>The measures of a kind of answers, in a fixed order; none where there are no examples.</summary>
    public static IReadOnlyList<EvalMetric> Of(DistillTask task, IReadOnlyList<AnswerPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        AnswerPair[] measured = [.. pairs.Take(MaxExamples)];
        return measured.Length == 0 ? [] : task switch
        {
            DistillTask.Classification => [Share("exact_match", measured, Same), MacroF1(measured)],
            DistillTask.Extraction =>
            [
                Share("json_validity", measured, pair => JsonFields.Of(pair.Answer) is not null),
                Share("exact_match", measured, pair => AnswerAgreement.Holds(AgreementKind.Json, pair.Answer, pair.Reference)),
                Mean("field_f1", measured, pair => JsonFields.F1(pair.Answer, pair.Reference)),
            ],
            _ =>
            [
                Share("exact_match", measured, Same),
                Mean("token_f1", measured, pair => AnswerAgreement.TokenF1(pair.Answer, pair.Reference)),
                Mean("rouge_l", measured, pair => RougeL.F(pair.Answer, pair.Reference)),
            ],
        };
    }

    private static bool Same(AnswerPair pair) => PromptText.Normalize(pair.Answer) == PromptText.Normalize(pair.Reference);

    private static EvalMetric Share(string name, AnswerPair[] pairs, Predicate<AnswerPair> holds)
    {
        var count = pairs.Count(pair => holds(pair));
        var interval = WilsonInterval.Of(count, pairs.Length, OneSided);
        return new(name, (double)count / pairs.Length, interval.Lower, interval.Upper, pairs.Length);
    }

    private static EvalMetric Mean(string name, AnswerPair[] pairs, Func<AnswerPair, double> score)
    {
        double[] scores = [.. pairs.Select(score)];
        var (lower, upper) = Bootstrap.Interval(scores.Length, sample => sample.Average(i => scores[i]));
        return new(name, scores.Average(), lower, upper, pairs.Length);
    }

    private static EvalMetric MacroF1(AnswerPair[] pairs)
    {
        var classes = new ClassCounts(pairs);
        var (lower, upper) = Bootstrap.Interval(pairs.Length, classes.MacroF1);
        return new("macro_f1", classes.MacroF1([.. Enumerable.Range(0, pairs.Length)]), lower, upper, pairs.Length);
    }
}
