using System.Security.Cryptography;
using System.Text;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Telemetry;
using Freehold.Core.Routing.Students;

namespace Freehold.Gateway.Inference.Students;

/// <summary>What an outcome tells of its workload's student.</summary>
internal static class StudentTraces
{
    private const int HashDigits = 16;

    /// <summary>The trace as it stands; null where the request had nothing to do with a student.</summary>
    /// <param name="plan">What was decided of the student.</param>
    /// <param name="answer">What it said; null where it was not asked or is not ready.</param>
    /// <param name="teacher">What the teacher said; null where it said nothing, or nobody listened.</param>
    public static StudentTrace? Of(StudentPlan? plan, StudentAnswer? answer, string? teacher) => plan is null ? null : new StudentTrace
    {
        Version = plan.Candidate.Version,
        Digest = plan.Candidate.Digest,
        Arm = plan.Arm,
        Propensity = plan.Propensity,
        Answer = answer?.Text is { } text ? Short(text, plan.Comparison) : null,
        Agrees = answer?.Text is { } said && teacher is not null
            ? AnswerAgreement.Holds((AgreementKind)plan.Comparison, said, teacher)
            : null,
        Probability = answer?.Probability,
        WouldServe = answer is { Escalates: null },
        LatencyMs = answer?.LatencyMs,
        Error = answer?.Error,
    };

    /// <summary>What an adapter that leads said, as its attempt tells; null where none leads or it was not asked yet.</summary>
    public static StudentAnswer? AnswerOf(StudentPlan? plan, List<Attempt> attempts) =>
        plan is { Arm: StudentArms.Student } && attempts.Find(attempt => attempt.Candidate == plan.Candidate.Id) is { } first
            ? new StudentAnswer
            {
                Probability = first.Probability,
                LatencyMs = first.LatencyMs,
                Escalates = first.Result == AttemptResult.Answered ? null : first.Detail ?? first.Result.ToName(),
                Error = first.Result is AttemptResult.Answered or AttemptResult.Escalated or AttemptResult.Cancelled ? null : first.Result.ToName(),
            }
            : null;

    /// <summary>A class is one of few words of the policy's; all else may say something of somebody, and is only told by its hash.</summary>
    private static string Short(string text, AnswerComparison comparison) =>
        comparison == AnswerComparison.Class && text.Length <= StudentTrace.MaxAnswerLength
            ? text
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits];
}
