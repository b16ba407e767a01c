using Freehold.Contracts.Distillation;
using Freehold.Wire.Admin;

namespace Freehold.Gateway.Admin;

/// <summary>How a workload stands, as the API writes it.</summary>
internal static class DistillationMapping
{
    public static DistillationView ToView(DistillationStatus status) => new()
    {
        Workload = status.Workload,
        Phase = NameOf(status.Phase),
        Reason = status.Reason,
        Note = status.Note,
        Sequence = status.Sequence,
        NewExamples = status.NewExamples,
        ExamplesNeeded = status.ExamplesNeeded,
        Profile = new WorkloadProfileView
        {
            Requests = status.Profile.Requests,
            TeacherAnswers = status.Profile.TeacherAnswers,
            StudentAnswers = status.Profile.StudentAnswers,
            TeacherShare = status.Profile.TeacherShare,
            TeacherCostMicroUsd = status.Profile.TeacherCostMicroUsd,
            Feedback = status.Profile.Feedback,
            Classes = status.Profile.Classes.ToDictionary(each => each.Name, each => each.Count, StringComparer.Ordinal),
        },
        Progress = status.Progress is { } progress
            ? new TrainingProgressView
            {
                Step = progress.Step,
                Steps = progress.Steps,
                Loss = progress.Loss,
                TokensPerSecond = progress.TokensPerSecond,
                RemainingMs = progress.RemainingMs,
            }
            : null,
        Current = status.Current is { } student
            ? new PromotedStudentView
            {
                Version = student.Version,
                Digest = student.Digest,
                Kind = KindOf(student.Kind),
                Share = student.Share,
                ServeAt = student.ServeAt,
            }
            : null,
        Cycle = status.Cycle is { } cycle ? ToView(cycle) : null,
        History = [.. status.History.Select(ToView)],
    };

    private static DistillationCycleView ToView(DistillationCycle cycle) => new()
    {
        Number = cycle.Number,
        Phase = NameOf(cycle.Phase),
        Trigger = cycle.Trigger,
        Reason = cycle.Reason,
        StartedAt = cycle.StartedAt,
        CutSequence = cycle.CutSequence,
        Examples = cycle.Dataset is { } data ? [data.TrainCount, data.CalibrationCount, data.EvalCount] : [],
        Kind = KindOf(cycle.Kind),
        BaseModel = cycle.BaseModel,
        BaseDigest = cycle.BaseDigest,
        Version = cycle.Version,
        Digest = cycle.StudentDigest,
        DataReport = cycle.Dataset?.Report,
        GateReport = cycle.GateReport,
        Share = cycle.Share,
        ObservedRequests = cycle.ObservedRequests,
        NeededRequests = cycle.NeededRequests,
        Measures = [.. cycle.Measures.Select(ToView)],
    };

    private static GateMeasureView ToView(GateMeasure measure) => new()
    {
        Of = measure.Of,
        Name = measure.Name,
        Value = measure.Value,
        Lower = measure.Lower,
        Upper = measure.Upper,
        Count = measure.Count,
    };

    private static string KindOf(StudentKind kind) =>
        kind == StudentKind.Adapter ? DistillationCycleView.Adapter : DistillationCycleView.Specialist;

    private static string NameOf(DistillationPhase phase) => phase switch
    {
        DistillationPhase.RolledBack => "rolled_back",
        _ => phase.ToString().ToLowerInvariant(),
    };
}
