namespace Freehold.Contracts.Distillation;

/// <summary>A student to train.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TrainingJob")]
public sealed record TrainingJob
{
    /// <summary>SHA-256, in lower-case hex, of everything below that decides the result.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose student it is: <see cref="WorkloadId"/>.</summary>
    [Id(1)] public required string Workload { get; init; }

    /// <summary>What it will be.</summary>
    [Id(2)] public required StudentKind Kind { get; init; }

    /// <summary>The artifact to learn from: JSON lines.</summary>
    [Id(3)] public required string TrainSet { get; init; }

    /// <summary>The artifact to calibrate by: JSON lines.</summary>
    [Id(4)] public required string CalibrationSet { get; init; }

    /// <summary>Of an adapter: the model at the worker that it is for.</summary>
    [Id(5)] public string? BaseModel { get; init; }

    /// <summary>The class whose answers mean that a text belongs to none; null for none.</summary>
    [Id(6)] public string? OutOfScopeClass { get; init; }

    /// <summary>What randomness starts from.</summary>
    [Id(7)] public long Seed { get; init; }

    /// <summary>True where answers are JSON whose fields are extracted, not classes.</summary>
    [Id(8)] public bool Extraction { get; init; }

    /// <summary>Of an adapter: the rank of its matrices.</summary>
    [Id(9)] public int Rank { get; init; } = 8;

    /// <summary>Of an adapter: how many times it learns from each example.</summary>
    [Id(10)] public int Epochs { get; init; } = 3;

    /// <summary>Of an adapter: the highest learning rate.</summary>
    [Id(11)] public double LearningRate { get; init; } = 0.001;
}

/// <summary>A student to put to the test.</summary>
[GenerateSerializer, Immutable, Alias("freehold.EvaluationJob")]
public sealed record EvaluationJob
{
    /// <summary>SHA-256, in lower-case hex, of everything below.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose student it is: <see cref="WorkloadId"/>.</summary>
    [Id(1)] public required string Workload { get; init; }

    /// <summary>What it is.</summary>
    [Id(2)] public required StudentKind Kind { get; init; }

    /// <summary>The student's artifact.</summary>
    [Id(3)] public required string Student { get; init; }

    /// <summary>The artifact with the examples: JSON lines.</summary>
    [Id(4)] public required string Examples { get; init; }

    /// <summary>Of an adapter: the model at the worker that it is for.</summary>
    [Id(5)] public string? BaseModel { get; init; }

    /// <summary>Of an adapter: the answer by which it says that a text is not of its kind; null for none. A specialist knows its own.</summary>
    [Id(6)] public string? OutOfScopeClass { get; init; }
}

/// <summary>Where a job is.</summary>
[GenerateSerializer, Alias("freehold.TrainingJobState")]
public enum TrainingJobState
{
    /// <summary>Others are before it.</summary>
    Waiting = 0,

    /// <summary>It runs.</summary>
    Running = 1,

    /// <summary>It has its result.</summary>
    Done = 2,

    /// <summary>It cannot be done; trying again would come to the same.</summary>
    Failed = 3,

    /// <summary>It was ended.</summary>
    Cancelled = 4,

    /// <summary>Too many are waiting; it was not taken.</summary>
    Refused = 5,
}

/// <summary>How a job stands.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TrainingJobStatus")]
public sealed record TrainingJobStatus
{
    /// <summary>The job.</summary>
    [Id(0)] public required string JobId { get; init; }

    /// <summary>Where it is.</summary>
    [Id(1)] public required TrainingJobState State { get; init; }

    /// <summary>How far it is, while it runs.</summary>
    [Id(2)] public TrainingProgress? Progress { get; init; }

    /// <summary>What came of it, once it is done.</summary>
    [Id(3)] public TrainingJobResult? Result { get; init; }

    /// <summary>Why there is no result, in words; null where there is one or will be.</summary>
    [Id(4)] public string? Detail { get; init; }
}

/// <summary>How far a training is.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TrainingProgress")]
public sealed record TrainingProgress
{
    /// <summary>Steps that are done.</summary>
    [Id(0)] public required long Step { get; init; }

    /// <summary>Steps in all; 0 where unknown.</summary>
    [Id(1)] public required long Steps { get; init; }

    /// <summary>The newest loss, in nats; null where there is none yet.</summary>
    [Id(2)] public double? Loss { get; init; }

    /// <summary>Tokens, of a specialist: examples, that were learned in a second.</summary>
    [Id(3)] public double TokensPerSecond { get; init; }

    /// <summary>Time left at this speed, in milliseconds; null where unknown.</summary>
    [Id(4)] public double? RemainingMs { get; init; }
}

/// <summary>What came of a job.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TrainingJobResult")]
public sealed record TrainingJobResult
{
    /// <summary>The artifact: the student, or its predictions as JSON lines; SHA-256 in lower-case hex.</summary>
    [Id(0)] public required string Digest { get; init; }

    /// <summary>Its size.</summary>
    [Id(1)] public required long Bytes { get; init; }

    /// <summary>The last loss, in nats; null of an evaluation.</summary>
    [Id(2)] public double? Loss { get; init; }

    /// <summary>Of an evaluation: the median time of one answer, in milliseconds.</summary>
    [Id(3)] public double LatencyP50Ms { get; init; }

    /// <summary>Of an evaluation: the 99th percentile of the time of one answer, in milliseconds.</summary>
    [Id(4)] public double LatencyP99Ms { get; init; }

    /// <summary>How long the job ran, in milliseconds.</summary>
    [Id(5)] public double DurationMs { get; init; }

    /// <summary>Of an evaluation: the 95th percentile of the time of one answer, in milliseconds.</summary>
    [Id(6)] public double LatencyP95Ms { get; init; }

    /// <summary>Of a training: examples that it was surest of when it had not seen them; 0 where none were held out.</summary>
    [Id(7)] public int Anchors { get; init; }

    /// <summary>Those of <see cref="Anchors"/> to which the teacher had given another answer.</summary>
    [Id(8)] public int AnchorDisagreements { get; init; }

    /// <summary>Of an adapter: SHA-256 of the weights of the model that it was trained on, lower-case hex; null for others.</summary>
    [Id(9)] public string? BaseDigest { get; init; }

    /// <summary>What there is to know of it besides, as how many examples were left out and why; null where nothing is.</summary>
    [Id(10)] public string? Detail { get; init; }
}
