using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Learning.Rollouts;
using Freehold.Storage.Outcomes;

namespace Freehold.Grains.Learning;

/// <summary>What learning sees of an event of the log.</summary>
internal static class LearnerEvents
{
    /// <summary>Takes an event into a book; one that tells nothing of a decision is left out.</summary>
    public static void Take(DecisionBook book, LogEvent logged)
    {
        if (logged.Feedback is { } feedback)
        {
            book.AddFeedback(feedback.OutcomeId, RewardSignal.OfFeedback(feedback.Label, feedback.Score), feedback.At);
        }
        else if (logged.Outcome is { } outcome && DecisionOf(outcome, logged.Sequence) is { } decision)
        {
            book.Add(decision, SignalsOf(outcome));
        }
    }

    /// <summary>
    /// The decision that an outcome tells of, its propensities those of the router alone; null where nothing is known of the request, where
    /// nobody was asked, or where a student led.
    /// </summary>
    internal static LoggedDecision? DecisionOf(Outcome outcome, long sequence)
    {
        // Where a student led, nobody was drawn. The others are an even sample of the requests, whatever share of them it is.
        if (outcome is not { Features: { Length: > 0 } features, Attempts: [var first, ..] } || outcome.Student is { Arm: StudentArms.Student })
        {
            return null;
        }

        var drawn = outcome.Student?.Propensity ?? 1;
        LoggedArm[] arms = [.. outcome.Candidates
            .Where(candidate => candidate.Allowed)
            .GroupBy(candidate => candidate.Id, StringComparer.Ordinal) // One model at several places is one arm.
            .Select(places => new LoggedArm(
                places.Key,
                places.Sum(place => place.Propensity) / drawn,
                places.First().ExpectedCostMicroUsd,
                places.First().ExpectedLatencyMs))];
        var taken = Array.FindIndex(arms, arm => arm.Candidate == first.Candidate);
        return taken < 0 || arms.Length > LoggedDecision.MaxArms
            ? null
            : new LoggedDecision(
                outcome.Id,
                sequence,
                outcome.At,
                outcome.KeyId,
                outcome.Workload,
                features,
                arms,
                taken,
                outcome.WeightsVersion,
                first.Result is not (AttemptResult.Failed or AttemptResult.Escalated));
    }

    private static RewardSignal[] SignalsOf(Outcome outcome) => outcome.Attempts[0].Result switch
    {
        AttemptResult.Failed => [new RewardSignal(RewardSignalKind.Failed)],
        AttemptResult.Escalated => [new RewardSignal(RewardSignalKind.Escalated)],
        _ => [],
    };
}
