using Freehold.Core.Distillation.Evaluation;

namespace Freehold.Core.Distillation.Gate;

/// <summary>What a check says of the student's answers to the eval part.</summary>
/// <param name="Name">The check.</param>
/// <param name="MinPass">The least share of the served answers that has to pass, 0 to 1.</param>
/// <param name="Scores">0 (fails) to 1 (passes) by the example's id; an answer that the check was not asked about has none.</param>
public sealed record CheckScores(string Name, double MinPass, IReadOnlyDictionary<string, double> Scores)
{
    /// <summary>The share of the served answers that pass, of those that the check was asked about.</summary>
    internal CheckFigure Measure(IEnumerable<EvalCase> served, double confidence)
    {
        var (passed, count) = (0.0, 0);
        foreach (var example in served)
        {
            if (Scores.TryGetValue(example.Id, out var score))
            {
                passed += ServedAnswers.Score(score);
                count++;
            }
        }

        var interval = WilsonInterval.Of(passed, count, confidence);
        return new(Name, count == 0 ? 0 : passed / count, interval.Lower, interval.Upper, count, MinPass);
    }
}

/// <summary>How the served answers do at a check.</summary>
/// <param name="Name">The check.</param>
/// <param name="Value">The share that passes, 0 to 1.</param>
/// <param name="Lower">One-sided lower bound of it, at the gate's confidence: the bound decides, so that few answers vouch for little.</param>
/// <param name="Upper">One-sided upper bound of it.</param>
/// <param name="Count">Answers.</param>
/// <param name="MinPass">The least share that has to pass.</param>
public sealed record CheckFigure(string Name, double Value, double Lower, double Upper, int Count, double MinPass);
