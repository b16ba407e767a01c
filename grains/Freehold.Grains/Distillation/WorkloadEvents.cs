using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Distillation.Golden;
using Freehold.Core.Distillation.Rollout;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>What a workload's distillation sees of an event of the log.</summary>
internal static class WorkloadEvents
{
    /// <summary>From here on a value of feedback says that an answer was right.</summary>
    private const double LeastAccepted = 0.7;

    /// <summary>Who gave the answer that the client got; null where nobody did. Weights of ours have a digest, and a provider's have none.</summary>
    public static AnswerSource? SourceOf(Outcome outcome, DistillPolicy policy) =>
        outcome is not { Status: OutcomeStatus.Completed, Model: { } model } ? null
        : outcome.RuleVersion is not null ? AnswerSource.Other
        : model.StartsWith(StudentCandidate.IdPrefix, StringComparison.Ordinal) ? AnswerSource.Student
        : outcome.ModelDigest is not null && policy.Teachers == DistillTeachers.Providers ? AnswerSource.Other
        : AnswerSource.Teacher;

    /// <summary>What a request told of its student.</summary>
    /// <param name="trace">What it said.</param>
    /// <param name="source">Who answered: agreement with somebody who is no teacher says nothing.</param>
    public static RolloutObservation ObservationOf(StudentTrace trace, AnswerSource? source) => new()
    {
        Arm = ArmOf(trace),
        Failed = trace.Error is not null,
        WouldServe = trace.WouldServe,
        Agreement = trace.Agrees is { } agrees && source == AnswerSource.Teacher ? (agrees ? 1 : 0) : null,
        LatencyMs = trace.LatencyMs,
    };

    /// <summary>Who led the request.</summary>
    public static RolloutArm ArmOf(StudentTrace trace) => trace.Arm == StudentArms.Student ? RolloutArm.Student : RolloutArm.Control;

    /// <summary>
    /// What feedback says of an answer, 0 to 1; null where it says nothing, or as a second opinion: the first one counts, since an answer is one
    /// observation however much is said of it.
    /// </summary>
    public static double? RewardOf(LoggedOutcome logged, Feedback feedback, RewardWeights weights) =>
        ValueOf(feedback, weights) is { } value
        && Array.Find(logged.Feedback, earlier => ValueOf(earlier, weights) is not null) is var first && (first is null || first.Id == feedback.Id)
            ? value
            : null;

    /// <summary>True where feedback accepts the answer, or says what the right one is.</summary>
    public static bool Accepts(Feedback feedback, double? reward) =>
        reward >= LeastAccepted || feedback.Answer is not null || (reward is null && feedback is { Label: not null, Score: null });

    private static double? ValueOf(Feedback feedback, RewardWeights weights) =>
        RewardSignal.OfFeedback(feedback.Label, feedback.Score) is { } signal ? signal.Value ?? weights.ValueOf(signal.Kind) : null;
}
