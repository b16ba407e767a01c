namespace Freehold.Contracts.Distillation;

/// <summary>What the log tells of a workload, up to <see cref="Sequence"/>.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WorkloadProfile")]
public sealed record WorkloadProfile
{
    /// <summary>Nothing was seen of it.</summary>
    public static WorkloadProfile Empty { get; } = new() { Sequence = 0 };

    /// <summary>The place in the log up to which it holds.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>Requests that were answered.</summary>
    [Id(1)] public long Requests { get; init; }

    /// <summary>Of these, answered by a provider: by a teacher.</summary>
    [Id(2)] public long TeacherAnswers { get; init; }

    /// <summary>Of these, answered by a student.</summary>
    [Id(3)] public long StudentAnswers { get; init; }

    /// <summary>Pieces of feedback.</summary>
    [Id(4)] public long Feedback { get; init; }

    /// <summary>What providers were paid for it, in micro-USD.</summary>
    [Id(5)] public long TeacherCostMicroUsd { get; init; }

    /// <summary>Examples by the class of their answer in the last data set, most first; at most <see cref="MaxClasses"/>.</summary>
    [Id(6)] public ClassCount[] Classes { get; init; } = [];

    /// <summary>The share of the answers that a teacher gave, 0 to 1.</summary>
    public double TeacherShare => Requests == 0 ? 0 : (double)TeacherAnswers / Requests;

    /// <summary>Most classes that are told.</summary>
    public const int MaxClasses = 500;
}

/// <summary>How many examples of one class.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ClassCount")]
public sealed record ClassCount
{
    /// <summary>The class.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Examples of it.</summary>
    [Id(1)] public required int Count { get; init; }
}

/// <summary>Who may answer for a workload.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WorkloadRollout")]
public sealed record WorkloadRollout
{
    /// <summary>Grows with every change; what is published carries it.</summary>
    [Id(0)] public required long Revision { get; init; }

    /// <summary>The promoted student; null for none.</summary>
    [Id(1)] public StudentCandidate? Current { get; init; }

    /// <summary>The student on its way; null for none.</summary>
    [Id(2)] public StudentCandidate? Candidate { get; init; }

    /// <summary>Promoted students that one can still go back to, newest first.</summary>
    [Id(3)] public StudentCandidate[] Previous { get; init; } = [];

    /// <summary>What was changed, newest first; at most <see cref="MaxHistory"/>.</summary>
    [Id(4)] public WorkloadEvent[] History { get; init; } = [];

    /// <summary>SHA-256 of the eval set by which the newest student was judged; null before the first.</summary>
    [Id(5)] public string? EvalSet { get; init; }

    /// <summary>The profile at the last change; null before the first.</summary>
    [Id(6)] public WorkloadProfile? Profile { get; init; }

    /// <summary>Why the registry did not take a note of the last change; it is offered again until it does. Null where it has.</summary>
    [Id(7)] public string? RegistryRefusal { get; init; }

    /// <summary>Most changes that are kept.</summary>
    public const int MaxHistory = 100;

    /// <summary>Most students that one can go back to.</summary>
    public const int MaxPrevious = 8;
}

/// <summary>One change of who may answer.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WorkloadEvent")]
public sealed record WorkloadEvent
{
    /// <summary>Its operation.</summary>
    [Id(0)] public required string OperationId { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>The student's version.</summary>
    [Id(2)] public required string Version { get; init; }

    /// <summary>Where it came.</summary>
    [Id(3)] public required DistillationPhase Phase { get; init; }

    /// <summary>The share of the requests that it leads from then on, 0 to 1.</summary>
    [Id(4)] public required double Share { get; init; }

    /// <summary>Why, in words and figures.</summary>
    [Id(5)] public required string Reason { get; init; }
}

/// <summary>A student goes a stage further.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WorkloadChange")]
public sealed record WorkloadChange
{
    /// <summary>The same operation is done once: 1 to 200 visible ASCII characters.</summary>
    [Id(0)] public required string OperationId { get; init; }

    /// <summary>The student with its stage and share.</summary>
    [Id(1)] public required StudentCandidate Student { get; init; }

    /// <summary>Why, in words and figures.</summary>
    [Id(2)] public required string Reason { get; init; }

    /// <summary>SHA-256 of the eval set by which it was judged.</summary>
    [Id(3)] public string? EvalSet { get; init; }

    /// <summary>What the log tells of the workload.</summary>
    [Id(4)] public WorkloadProfile? Profile { get; init; }

    /// <summary>Who does it, as <see cref="Audit.Actor"/> writes it.</summary>
    [Id(5)] public string Actor { get; init; } = Audit.Actor.System;
}
