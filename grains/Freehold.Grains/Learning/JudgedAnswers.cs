using Freehold.Contracts.Outcomes;
using Freehold.Core.Calibration;
using Freehold.Core.Learning.Rewards;

namespace Freehold.Grains.Learning;

/// <summary>What feedback on an outcome says to a calibration.</summary>
internal static class JudgedAnswers
{
    private const double LeastRight = 0.5;

    /// <summary>
    /// The answer that the client got, and whether it was right; null where it says nothing, as of a provider's answer, or as a second opinion:
    /// the first one counts, since an answer is one sample however much is said of it.
    /// </summary>
    public static CalibrationSample? Of(LoggedOutcome logged, Feedback feedback)
    {
        var attempt = Array.FindLast(logged.Outcome.Attempts, attempt => attempt.Result == AttemptResult.Answered);
        if (attempt?.Signals is not { } bytes || AnswerSignals.ReadVector(bytes) is not { } signals || ValueOf(feedback) is not { } value
            || Array.Find(logged.Feedback, earlier => ValueOf(earlier) is not null) is { } first && first.Id != feedback.Id)
        {
            return null;
        }

        var model = CalibrationKey.ModelOf(attempt.Candidate, logged.Outcome.AdapterDigest ?? logged.Outcome.ModelDigest);
        return new CalibrationSample(model, logged.Outcome.Workload, signals, value >= LeastRight);
    }

    private static double? ValueOf(Feedback feedback) => RewardSignal.OfFeedback(feedback.Label, feedback.Score) is { } signal
        ? signal.Value ?? RewardWeights.Default.ValueOf(signal.Kind)
        : null;
}
