using Freehold.Contracts.Distillation;
using Freehold.Core.Distillation.Evaluation;
using Freehold.Core.Distillation.Gate;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>What is measured of the answers beside the gate's verdict: for people, and for programs that watch the figures over time.</summary>
internal static class GateMeasuring
{
    private const double OneSided = 0.975;

    /// <summary>The student's measures, then the current one's where it was asked the same.</summary>
    public static GateMeasure[] Of(DistillTask task, IReadOnlyList<AnsweredExample> eval, GateFigures figures) =>
    [
        .. EvalMetrics.Of(task, [.. eval.Select(example => example.OfStudent)]).Select(metric => ToMeasure(metric, GateMeasure.OfStudent)),
        .. EvalMetrics.Of(task, [.. eval.Where(example => example.Current is not null)
            .Select(example => new AnswerPair(example.Current!.Answer, example.Example.Answer))]).Select(metric => ToMeasure(metric, GateMeasure.OfCurrent)),
        .. figures.Checks.Select(OfCheck).Select(metric => ToMeasure(metric, GateMeasure.OfStudent)),
    ];

    private static EvalMetric OfCheck(CheckFigure check)
    {
        var interval = WilsonInterval.Of(check.Value * check.Count, check.Count, OneSided);
        return new($"check.{check.Name}", check.Value, interval.Lower, interval.Upper, check.Count);
    }

    private static GateMeasure ToMeasure(EvalMetric metric, string of) => new()
    {
        Of = of,
        Name = metric.Name,
        Value = metric.Value,
        Lower = metric.Lower,
        Upper = metric.Upper,
        Count = metric.Count,
    };
}
