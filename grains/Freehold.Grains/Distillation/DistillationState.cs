using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>How far a workload is, and the place in the log up to which that holds, stored together.</summary>
[GenerateSerializer, Alias("freehold.DistillationState")]
public sealed class DistillationState
{
    /// <summary>Sequence of the last event that is taken in, by shard.</summary>
    [Id(0)] public long[] Checkpoints { get; set; } = [];

    /// <summary>What the log tells of the workload.</summary>
    [Id(1)] public WorkloadProfile Profile { get; set; } = WorkloadProfile.Empty;

    /// <summary>What the trigger goes by.</summary>
    [Id(2)] public TriggerMemory Trigger { get; set; } = new();

    /// <summary>A training was decided on, and its data are not chosen yet; null where none was.</summary>
    [Id(3)] public DatasetOrder? Order { get; set; }

    /// <summary>The newest way to a student; null before the first.</summary>
    [Id(4)] public DistillationCycle? Cycle { get; set; }

    /// <summary>Earlier ones, newest first.</summary>
    [Id(5)] public DistillationCycle[] History { get; set; } = [];

    /// <summary>The worker that has the cycle's jobs; null before one was chosen.</summary>
    [Id(6)] public string? Worker { get; set; }

    /// <summary>The newest student that the log is watched for: on its way, or promoted; null for none.</summary>
    [Id(7)] public WatchedStudent? Watched { get; set; }

    /// <summary>What the gate measured of the students that one can go back to.</summary>
    [Id(8)] public StudentBaseline[] Baselines { get; set; } = [];

    /// <summary>What the audit chain has not taken yet.</summary>
    [Id(9)] public AuditRecord? PendingAudit { get; set; }

    /// <summary>Why no training starts, in words and figures.</summary>
    [Id(10)] public string Note { get; set; } = "";

    /// <summary>The promoted student, watched too, while <see cref="Watched"/> is on its way to take its place; null else.</summary>
    [Id(11)] public WatchedStudent? Incumbent { get; set; }

    /// <summary>What others were asked about the student of the cycle.</summary>
    [Id(12)] public GateErrands Errands { get; set; } = new();
}

/// <summary>What others were asked about a student: whoever has answered is not asked again.</summary>
[GenerateSerializer, Immutable, Alias("freehold.GateErrands")]
public sealed record GateErrands
{
    /// <summary>Answers by what was asked; at most <see cref="MaxAnswers"/>, newest first.</summary>
    [Id(0)] public GateErrand[] Answers { get; init; } = [];

    /// <summary>How often in a row somebody could not be asked.</summary>
    [Id(1)] public int Failures { get; init; }

    /// <summary>Nobody is asked before then.</summary>
    [Id(2)] public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Most answers that are kept: those of a policy, and of earlier versions of it.</summary>
    public const int MaxAnswers = 32;
}

/// <summary>An answer.</summary>
[GenerateSerializer, Immutable, Alias("freehold.GateErrand")]
public sealed record GateErrand
{
    /// <summary>Who was asked about what, under which policy.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>The artifact with the answer.</summary>
    [Id(1)] public required string Digest { get; init; }
}

/// <summary>What the trigger goes by.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TriggerMemory")]
public sealed record TriggerMemory
{
    /// <summary>Golden examples: those of the last data set, and answers that were accepted since.</summary>
    [Id(0)] public int GoldenExamples { get; init; }

    /// <summary>Golden examples at the last training; null before the first.</summary>
    [Id(1)] public int? ExamplesAtLastTraining { get; init; }

    /// <summary>True where the promoted student drifted, and no training has followed.</summary>
    [Id(2)] public bool HasDrift { get; init; }

    /// <summary>Running mean of what a teacher's answer costs, in micro-USD; null before the first.</summary>
    [Id(3)] public double? TeacherCostMicroUsd { get; init; }

    /// <summary>The same at the last training.</summary>
    [Id(4)] public double? TeacherCostAtLastTrainingMicroUsd { get; init; }

    /// <summary>The month of what was spent: year * 12 + month.</summary>
    [Id(5)] public int Month { get; init; }

    /// <summary>What teachers' answers cost this month that only served comparison, in micro-USD.</summary>
    [Id(6)] public long SpentMicroUsd { get; init; }

    /// <summary>How long trainings took this month, in milliseconds.</summary>
    [Id(7)] public double SpentMs { get; init; }

    /// <summary>Students in a row that were stopped or taken back.</summary>
    [Id(8)] public int Failures { get; init; }

    /// <summary>When the last of them was.</summary>
    [Id(9)] public DateTimeOffset? LastFailureAt { get; init; }
}

/// <summary>A training was decided on.</summary>
[GenerateSerializer, Immutable, Alias("freehold.DatasetOrder")]
public sealed record DatasetOrder
{
    /// <summary>The data are what the log holds up to here.</summary>
    [Id(0)] public required long CutSequence { get; init; }

    /// <summary>What started it, in words.</summary>
    [Id(1)] public required string Trigger { get; init; }

    /// <summary>When.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Who: the actor, as the audit chain has it.</summary>
    [Id(3)] public required string Actor { get; init; }
}

/// <summary>The student that the log is watched for.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WatchedStudent")]
public sealed record WatchedStudent
{
    /// <summary>Its version.</summary>
    [Id(0)] public required string Version { get; init; }

    /// <summary>SHA-256 of its artifact, lower-case hex.</summary>
    [Id(1)] public required string Digest { get; init; }

    /// <summary>The sequential tests, in the form of <see cref="Core.Distillation.Rollout.RolloutMonitor"/>.</summary>
    [Id(2)] public byte[] Monitor { get; init; } = [];

    /// <summary>The plan that it came out by: a policy that changes on the way does not change it.</summary>
    [Id(3)] public required int ShadowRequests { get; init; }

    /// <inheritdoc cref="ShadowRequests"/>
    [Id(4)] public required double[] CanaryShares { get; init; }

    /// <inheritdoc cref="ShadowRequests"/>
    [Id(5)] public required int CanaryRequests { get; init; }

    /// <inheritdoc cref="ShadowRequests"/>
    [Id(6)] public required double AuditShare { get; init; }

    /// <summary>What live traffic is measured against.</summary>
    [Id(7)] public required StudentBaseline Baseline { get; init; }

    /// <summary>The margin of non-inferiority.</summary>
    [Id(8)] public required double Margin { get; init; }

    /// <summary>The most that an answer may take, in milliseconds.</summary>
    [Id(9)] public required double MaxLatencyMs { get; init; }
}

/// <summary>What the gate measured of a student.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StudentBaseline")]
public sealed record StudentBaseline
{
    /// <summary>The student's version.</summary>
    [Id(0)] public required string Version { get; init; }

    /// <summary>Mean score of the answers that it would serve, 0 to 1.</summary>
    [Id(1)] public required double ServedScore { get; init; }

    /// <summary>The standard error of that.</summary>
    [Id(2)] public required double ServedScoreError { get; init; }
}
