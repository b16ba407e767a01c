namespace Freehold.Contracts.Distillation;

/// <summary>How a workload's distillation stands.</summary>
[GenerateSerializer, Immutable, Alias("freehold.DistillationStatus")]
public sealed record DistillationStatus
{
    /// <summary>The workload's name.</summary>
    [Id(0)] public required string Workload { get; init; }

    /// <summary>Where it is.</summary>
    [Id(1)] public required DistillationPhase Phase { get; init; }

    /// <summary>Why it is there, in words and figures.</summary>
    [Id(2)] public required string Reason { get; init; }

    /// <summary>The log is taken in up to here.</summary>
    [Id(3)] public required long Sequence { get; init; }

    /// <summary>What the log tells of the workload.</summary>
    [Id(4)] public required WorkloadProfile Profile { get; init; }

    /// <summary>The newest way to a student; null before the first.</summary>
    [Id(5)] public DistillationCycle? Cycle { get; init; }

    /// <summary>Earlier ones, newest first; at most <see cref="MaxHistory"/>.</summary>
    [Id(6)] public DistillationCycle[] History { get; init; } = [];

    /// <summary>The promoted student; null for none.</summary>
    [Id(7)] public StudentCandidate? Current { get; init; }

    /// <summary>How far the training is; null where none runs.</summary>
    [Id(8)] public TrainingProgress? Progress { get; init; }

    /// <summary>Accepted answers since the last training, or since the beginning.</summary>
    [Id(9)] public int NewExamples { get; init; }

    /// <summary>So many of them start the next training.</summary>
    [Id(10)] public int ExamplesNeeded { get; init; }

    /// <summary>What is waited for, in words and figures: why no training starts, or why one does not go on.</summary>
    [Id(11)] public string Note { get; init; } = "";

    /// <summary>Most earlier ways that are kept.</summary>
    public const int MaxHistory = 16;
}

/// <summary>One way from examples to a student, as far as it came.</summary>
[GenerateSerializer, Immutable, Alias("freehold.DistillationCycle")]
public sealed record DistillationCycle
{
    /// <summary>Counts the ways of the workload, from 1.</summary>
    [Id(0)] public required int Number { get; init; }

    /// <summary>How far it came.</summary>
    [Id(1)] public required DistillationPhase Phase { get; init; }

    /// <summary>What started it, in words.</summary>
    [Id(2)] public required string Trigger { get; init; }

    /// <summary>Why it is in this phase, in words and figures.</summary>
    [Id(3)] public required string Reason { get; init; }

    /// <summary>Its data are what the log holds up to here.</summary>
    [Id(4)] public required long CutSequence { get; init; }

    /// <summary>When it started.</summary>
    [Id(5)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its data; null before they are chosen.</summary>
    [Id(6)] public DatasetArtifacts? Dataset { get; init; }

    /// <summary>The training's id; null before it.</summary>
    [Id(7)] public string? JobId { get; init; }

    /// <summary>The student's version; null before there is one.</summary>
    [Id(8)] public string? Version { get; init; }

    /// <summary>SHA-256 of the student, lower-case hex; null before there is one.</summary>
    [Id(9)] public string? StudentDigest { get; init; }

    /// <summary>SHA-256 of the gate's report, a text artifact; null before it.</summary>
    [Id(10)] public string? GateReport { get; init; }

    /// <summary>The share of the requests that the student leads, 0 to 1.</summary>
    [Id(11)] public double Share { get; init; }

    /// <summary>The probability from which on the student's answer is shown, 0 to 1.</summary>
    [Id(12)] public double ServeAt { get; init; }

    /// <summary>Live requests that were looked at in this stage.</summary>
    [Id(13)] public long ObservedRequests { get; init; }

    /// <summary>So many are needed in this stage.</summary>
    [Id(14)] public long NeededRequests { get; init; }

    /// <summary>What the student is made of.</summary>
    [Id(15)] public StudentKind Kind { get; init; }

    /// <summary>The local model that an adapter belongs to; null for a specialist.</summary>
    [Id(16)] public string? BaseModel { get; init; }

    /// <summary>What the gate measured of the answers to the eval part, each with its interval; none before the gate.</summary>
    [Id(17)] public GateMeasure[] Measures { get; init; } = [];

    /// <summary>Examples that the student was surest of in its training, when it had not seen them.</summary>
    [Id(18)] public int Anchors { get; init; }

    /// <summary>Those of <see cref="Anchors"/> to which the teacher had given another answer.</summary>
    [Id(19)] public int AnchorDisagreements { get; init; }

    /// <summary>SHA-256 of that model's weights when the adapter was trained, lower-case hex; null for a specialist.</summary>
    [Id(20)] public string? BaseDigest { get; init; }
}

/// <summary>One measure of the answers to an eval part, served or not.</summary>
[GenerateSerializer, Immutable, Alias("freehold.GateMeasure")]
public sealed record GateMeasure
{
    /// <summary>Whose answers: <see cref="OfStudent"/> or <see cref="OfCurrent"/>.</summary>
    [Id(0)] public required string Of { get; init; }

    /// <summary>
    /// The field's name: <c>exact_match</c>, <c>macro_f1</c>, <c>json_validity</c>, <c>field_f1</c>, <c>token_f1</c>, <c>rouge_l</c>; or
    /// <c>check.NAME</c>, the share of the served answers that pass a check.
    /// </summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>0 to 1.</summary>
    [Id(2)] public required double Value { get; init; }

    /// <summary>Lower end of its interval of 95% confidence.</summary>
    [Id(3)] public required double Lower { get; init; }

    /// <summary>Upper end of it.</summary>
    [Id(4)] public required double Upper { get; init; }

    /// <summary>Examples.</summary>
    [Id(5)] public required int Count { get; init; }

    /// <summary>The student that is put to the test.</summary>
    public const string OfStudent = "student";

    /// <summary>The student that answers now.</summary>
    public const string OfCurrent = "current";
}

/// <summary>The digests of a data set's parts, SHA-256 in lower-case hex; each is an artifact of JSON lines but the report, which is text.</summary>
[GenerateSerializer, Immutable, Alias("freehold.DatasetArtifacts")]
public sealed record DatasetArtifacts
{
    /// <summary>What the student learns.</summary>
    [Id(0)] public required string Train { get; init; }

    /// <summary>By what its probabilities are calibrated.</summary>
    [Id(1)] public required string Calibration { get; init; }

    /// <summary>By what the gate judges it.</summary>
    [Id(2)] public required string Eval { get; init; }

    /// <summary>What was kept, what was not, and why.</summary>
    [Id(3)] public required string Report { get; init; }

    /// <summary>Examples to learn.</summary>
    [Id(4)] public int TrainCount { get; init; }

    /// <summary>Examples to calibrate by.</summary>
    [Id(5)] public int CalibrationCount { get; init; }

    /// <summary>Examples to judge by.</summary>
    [Id(6)] public int EvalCount { get; init; }

    /// <summary>Examples that feedback vouches for.</summary>
    [Id(7)] public int Verified { get; init; }

    /// <summary>Of these, the ones whose teacher was wrong.</summary>
    [Id(8)] public int Corrected { get; init; }
}

/// <summary>How a command ended.</summary>
[GenerateSerializer, Alias("freehold.DistillationCommandStatus")]
public enum DistillationCommandStatus
{
    /// <summary>It is done, or was before.</summary>
    Done = 0,

    /// <summary>The version is not where the command needs it to be.</summary>
    Conflict = 1,

    /// <summary>The policy does not permit it.</summary>
    Forbidden = 2,
}

/// <summary>What became of a command.</summary>
[GenerateSerializer, Immutable, Alias("freehold.DistillationCommandResult")]
public sealed record DistillationCommandResult
{
    /// <summary>How it ended.</summary>
    [Id(0)] public required DistillationCommandStatus Status { get; init; }

    /// <summary>What to know, or what to do.</summary>
    [Id(1)] public required string Detail { get; init; }
}
