using Freehold.Contracts.Outcomes;
using Freehold.Wire.Outcomes;

namespace Freehold.Gateway.Outcomes;

/// <summary>Outcomes as clients see them.</summary>
internal static class OutcomeViews
{
    public static OutcomeView Of(LoggedOutcome logged)
    {
        var outcome = logged.Outcome;
        return new OutcomeView
        {
            Id = outcome.Id,
            Sequence = logged.Sequence,
            Tenant = outcome.Tenant,
            KeyId = outcome.KeyId,
            At = outcome.At,
            Api = outcome.Api,
            Label = outcome.Label.ToString(),
            SensitiveKinds = outcome.SensitiveKinds,
            Workload = outcome.Workload,
            RequestedModel = outcome.RequestedModel,
            Model = outcome.Model,
            ModelDigest = outcome.ModelDigest,
            Decision = outcome.Decision,
            PolicyVersion = outcome.PolicyVersion,
            Candidates = [.. outcome.Candidates.Select(c => new CandidateView(c.Id, c.Allowed, c.Reason, c.Propensity))],
            Attempts = [.. outcome.Attempts.Select(Of)],
            Status = NameOf(outcome.Status),
            HttpStatus = outcome.HttpStatus,
            PromptTokens = outcome.PromptTokens,
            CompletionTokens = outcome.CompletionTokens,
            CostMicroUsd = outcome.CostMicroUsd,
            FirstByteMs = outcome.FirstByteMs,
            TotalMs = outcome.TotalMs,
            Confidence = outcome.Confidence,
            Error = outcome.Error,
            Features = outcome.Features,
            Student = outcome.Student is { } student ? Of(student) : null,
            Feedback = [.. logged.Feedback.Select(f => new FeedbackView(f.Id, f.At, f.Score, f.Label, f.Comment, f.Answer))],
        };
    }

    private static StudentView Of(StudentTrace student) => new(
        student.Version, student.Digest, student.Arm, student.Propensity, student.WouldServe, student.Answer, student.Agrees,
        student.Probability, student.LatencyMs, student.Error);

    private static AttemptView Of(Attempt attempt) => new()
    {
        Candidate = attempt.Candidate,
        Result = NameOf(attempt.Result),
        Detail = attempt.Detail,
        PromptTokens = attempt.PromptTokens,
        CompletionTokens = attempt.CompletionTokens,
        CostMicroUsd = attempt.CostMicroUsd,
        LatencyMs = attempt.LatencyMs,
        QueueTimeMs = attempt.QueueTimeMs,
        Confidence = attempt.Confidence,
        Probability = attempt.Probability,
        CalibrationVersion = attempt.CalibrationVersion,
    };

    private static string NameOf(OutcomeStatus status) => status switch
    {
        OutcomeStatus.Completed => "completed",
        OutcomeStatus.Cancelled => "cancelled",
        OutcomeStatus.Refused => "refused",
        _ => "failed",
    };

    private static string NameOf(AttemptResult result) => result switch
    {
        AttemptResult.Answered => "answered",
        AttemptResult.Escalated => "escalated",
        AttemptResult.Refused => "refused",
        AttemptResult.Cancelled => "cancelled",
        AttemptResult.Busy => "busy",
        AttemptResult.Lost => "lost",
        _ => "failed",
    };
}
