using Freehold.Contracts.Routing;
using Freehold.Core.Calibration;

namespace Freehold.Gateway.Inference;

/// <summary>What is thought of a local answer.</summary>
/// <param name="Signals">What it tells of itself.</param>
/// <param name="Probability">The probability that it is right, as calibrated.</param>
/// <param name="CalibrationVersion">The calibration that says so.</param>
/// <param name="Keep">True where its score reaches the decision's.</param>
internal sealed record Judgement(AnswerSignals Signals, double Probability, long CalibrationVersion, bool Keep);

/// <summary>Judges a local answer by the calibration that came with the decision.</summary>
internal static class AnswerJudge
{
    /// <summary>An answer without a token has nothing to judge by, and is not kept.</summary>
    public static Judgement? Judge(CascadeRule rule, AnswerSignals? signals)
    {
        if (signals is not { } known)
        {
            return null;
        }

        var score = (rule.Weights.Length == 0 ? ConfidenceModel.Prior : new ConfidenceModel(rule.Weights)).Score(known);
        var curve = rule.CurveScores.Length == 0 ? CalibrationCurve.Identity : new CalibrationCurve(rule.CurveScores, rule.CurveProbabilities);
        return new Judgement(known, curve.Probability(score), rule.CalibrationVersion, score >= rule.KeepAtScore);
    }
}
