namespace Freehold.Wire.Admin;

/// <summary>Answer of <c>GET /admin/tenants/{tenant}/distillation</c>.</summary>
public sealed record DistillationList
{
    /// <summary>Every workload that the policy gives a student, in order of their names.</summary>
    public required IReadOnlyList<DistillationView> Data { get; init; }
}

/// <summary>Answer of <c>GET /admin/tenants/{tenant}/workloads/{workload}/distillation</c>: how a workload stands on its way to a student.</summary>
public sealed record DistillationView
{
    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>
    /// <c>collecting</c>, <c>training</c>, <c>evaluating</c>, <c>shadow</c>, <c>canary</c>, <c>promoted</c>, <c>rolled_back</c> or <c>stopped</c>.
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>Why, in words and figures.</summary>
    public required string Reason { get; init; }

    /// <summary>What is waited for, in words and figures.</summary>
    public required string Note { get; init; }

    /// <summary>Events up to this place in the outcome log are taken in.</summary>
    public required long Sequence { get; init; }

    /// <summary>Golden examples since the last training, or since the beginning.</summary>
    public required int NewExamples { get; init; }

    /// <summary>So many of them start the next training.</summary>
    public required int ExamplesNeeded { get; init; }

    /// <summary>What the log tells of the workload.</summary>
    public required WorkloadProfileView Profile { get; init; }

    /// <summary>How far the training is; null where none runs.</summary>
    public TrainingProgressView? Progress { get; init; }

    /// <summary>The promoted student; null for none.</summary>
    public PromotedStudentView? Current { get; init; }

    /// <summary>The newest way to a student; null before the first.</summary>
    public DistillationCycleView? Cycle { get; init; }

    /// <summary>Earlier ones, newest first.</summary>
    public required IReadOnlyList<DistillationCycleView> History { get; init; }
}

/// <summary>What the log tells of a workload.</summary>
public sealed record WorkloadProfileView
{
    /// <summary>Requests that were answered.</summary>
    public required long Requests { get; init; }

    /// <summary>Of these, answered by a teacher.</summary>
    public required long TeacherAnswers { get; init; }

    /// <summary>Of these, answered by a student.</summary>
    public required long StudentAnswers { get; init; }

    /// <summary>The share of the answers that a teacher gave, 0 to 1.</summary>
    public required double TeacherShare { get; init; }

    /// <summary>What teachers were paid, in micro-USD.</summary>
    public required long TeacherCostMicroUsd { get; init; }

    /// <summary>Pieces of feedback.</summary>
    public required long Feedback { get; init; }

    /// <summary>Examples of the last data set by class, most first.</summary>
    public required IReadOnlyDictionary<string, int> Classes { get; init; }
}

/// <summary>How far a training is.</summary>
public sealed record TrainingProgressView
{
    /// <summary>Steps that are done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps in all; 0 where unknown.</summary>
    public required long Steps { get; init; }

    /// <summary>The newest loss, in nats.</summary>
    public double? Loss { get; init; }

    /// <summary>Tokens, of a specialist: examples, that are learned in a second.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Time left at this speed, in milliseconds.</summary>
    public double? RemainingMs { get; init; }
}

/// <summary>A student that may answer.</summary>
public sealed record PromotedStudentView
{
    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of its artifact, lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary><c>specialist</c> or <c>adapter</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The share of the requests that it leads, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>The probability of being right from which on its answer goes out, 0 to 1.</summary>
    public required double ServeAt { get; init; }
}

/// <summary>One way from examples to a student, as far as it came.</summary>
public sealed record DistillationCycleView
{
    /// <summary>A <see cref="Kind"/>.</summary>
    public const string Specialist = "specialist", Adapter = "adapter";

    /// <summary>Counts the ways of the workload, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>As in <see cref="DistillationView.Phase"/>.</summary>
    public required string Phase { get; init; }

    /// <summary><c>specialist</c> or <c>adapter</c>.</summary>
    public string Kind { get; init; } = Specialist;

    /// <summary>Of an adapter: the model that it is for.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Of an adapter: SHA-256 of that model's weights when it was trained, lower-case hex; null before that.</summary>
    public string? BaseDigest { get; init; }

    /// <summary>What started it.</summary>
    public required string Trigger { get; init; }

    /// <summary>Why it is in this phase, in words and figures.</summary>
    public required string Reason { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its data are what the log holds up to here.</summary>
    public required long CutSequence { get; init; }

    /// <summary>Examples to learn, to calibrate by and to judge by.</summary>
    public required IReadOnlyList<int> Examples { get; init; }

    /// <summary>The student's version; null before there is one.</summary>
    public string? Version { get; init; }

    /// <summary>SHA-256 of the student, lower-case hex; null before there is one.</summary>
    public string? Digest { get; init; }

    /// <summary>Digest of the report on the data; null before they are chosen.</summary>
    public string? DataReport { get; init; }

    /// <summary>Digest of the gate's report; null before it.</summary>
    public string? GateReport { get; init; }

    /// <summary>The share of the requests that the student leads, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Requests of this stage so far.</summary>
    public required long ObservedRequests { get; init; }

    /// <summary>So many are needed.</summary>
    public required long NeededRequests { get; init; }

    /// <summary>What the gate measured of the answers to the eval part; none before the gate.</summary>
    public IReadOnlyList<GateMeasureView> Measures { get; init; } = [];
}

/// <summary>One measure of the answers to an eval part, served or not.</summary>
public sealed record GateMeasureView
{
    /// <summary>Whose answers: <c>student</c> or <c>current</c>.</summary>
    public required string Of { get; init; }

    /// <summary>
    /// <c>exact_match</c>, <c>macro_f1</c>, <c>json_validity</c>, <c>field_f1</c>, <c>token_f1</c> or <c>rouge_l</c>; or <c>check.NAME</c>, the share of
    /// the served answers that pass a check.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Value { get; init; }

    /// <summary>Lower end of its interval of 95% confidence.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper end of it.</summary>
    public required double Upper { get; init; }

    /// <summary>Examples.</summary>
    public required int Count { get; init; }
}

/// <summary>Body of <c>POST …/distillation/promote</c> and <c>…/rollback</c>.</summary>
public sealed record StudentCommand
{
    /// <summary>The student's version, so that a repeated call does nothing more.</summary>
    public required string Version { get; init; }
}

/// <summary>What became of a command.</summary>
public sealed record DistillationCommandView
{
    /// <summary>What was done.</summary>
    public required string Detail { get; init; }
}

/// <summary>Answer of <c>GET …/distillation/reports/{digest}</c>.</summary>
public sealed record DistillationReportView
{
    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary>The report.</summary>
    public required string Text { get; init; }
}
