namespace Freehold.Wire.Outcomes;

/// <summary>Answer of <c>GET /v1/outcomes</c>.</summary>
/// <param name="Data">Newest first, or oldest first after a sequence.</param>
/// <param name="HasMore">Whether there are more in that direction.</param>
public sealed record OutcomeList(IReadOnlyList<OutcomeView> Data, bool HasMore)
{
    /// <summary>Always <c>list</c>.</summary>
    public string Object { get; init; } = "list";
}

/// <summary>What became of one request. Times in milliseconds, money in micro-USD.</summary>
public sealed record OutcomeView
{
    /// <summary>The response's id.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>outcome</c>.</summary>
    public string Object { get; init; } = "outcome";

    /// <summary>Place in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whose request it was.</summary>
    public required string Tenant { get; init; }

    /// <summary>The id of the key it came with.</summary>
    public required string KeyId { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>chat.completions</c> or <c>completions</c>.</summary>
    public required string Api { get; init; }

    /// <summary>The label it ran under.</summary>
    public required string Label { get; init; }

    /// <summary>The kinds of sensitive data that were found; null where none was.</summary>
    public IReadOnlyList<string>? SensitiveKinds { get; init; }

    /// <summary>The kind of task, where known.</summary>
    public string? Workload { get; init; }

    /// <summary>The model the client named.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>Who answered.</summary>
    public string? Model { get; init; }

    /// <summary>SHA-256 of the weights that answered, where they are ours.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>Why.</summary>
    public required string Decision { get; init; }

    /// <summary>Version of the policy it was decided by.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>Everybody who was considered.</summary>
    public required IReadOnlyList<CandidateView> Candidates { get; init; }

    /// <summary>Everybody who was tried.</summary>
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary><c>completed</c>, <c>failed</c>, <c>cancelled</c> or <c>refused</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The HTTP status that the client saw.</summary>
    public required int HttpStatus { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public required int CompletionTokens { get; init; }

    /// <summary>What all attempts cost.</summary>
    public required long CostMicroUsd { get; init; }

    /// <summary>From arrival to the answer's first byte.</summary>
    public required double FirstByteMs { get; init; }

    /// <summary>From arrival to the answer's end.</summary>
    public required double TotalMs { get; init; }

    /// <summary>Mean log-probability of the answer's tokens.</summary>
    public double? Confidence { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>What the decision knew of the prompt, for <c>freehold route backtest</c>; null where it knew nothing.</summary>
    public byte[]? Features { get; init; }

    /// <summary>What it showed of the workload's student; null where it had nothing to do with one.</summary>
    public StudentView? Student { get; init; }

    /// <summary>What was said of it since.</summary>
    public IReadOnlyList<FeedbackView> Feedback { get; init; } = [];
}

/// <summary>One who was considered.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Allowed">Whether it could have been tried.</param>
/// <param name="Reason">Why.</param>
/// <param name="Propensity">Probability with which it was put first.</param>
public sealed record CandidateView(string Id, bool Allowed, string Reason, double Propensity);

/// <summary>One attempt.</summary>
public sealed record AttemptView
{
    /// <summary>Who was tried.</summary>
    public required string Candidate { get; init; }

    /// <summary><c>answered</c>, <c>failed</c>, <c>escalated</c>, <c>refused</c>, <c>cancelled</c> or <c>busy</c>.</summary>
    public required string Result { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Detail { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public required int CompletionTokens { get; init; }

    /// <summary>What it cost.</summary>
    public required long CostMicroUsd { get; init; }

    /// <summary>From its start to its end.</summary>
    public required double LatencyMs { get; init; }

    /// <summary>Time in a worker's queue.</summary>
    public double QueueTimeMs { get; init; }

    /// <summary>Mean log-probability of its tokens.</summary>
    public double? Confidence { get; init; }

    /// <summary>The calibrated probability that its answer is right, where a cascade judged it.</summary>
    public double? Probability { get; init; }

    /// <summary>The calibration that said so; 0 for what is assumed before there is one.</summary>
    public long? CalibrationVersion { get; init; }
}

/// <summary>A student in one request.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Digest">SHA-256 of its artifact.</param>
/// <param name="Arm"><c>student</c>: it led; <c>control</c>, <c>shadow</c>: it was asked beside the teacher.</param>
/// <param name="Propensity">Probability with which it was this arm.</param>
/// <param name="WouldServe">Whether its answer went out, or would have.</param>
/// <param name="Answer">A class as it is, anything else by its hash; null where it said nothing.</param>
/// <param name="Agrees">Whether it said what the teacher said; null where there was nothing to compare.</param>
/// <param name="Probability">The probability that it is right, as it says itself.</param>
/// <param name="LatencyMs">How long it took.</param>
/// <param name="Error">What kept it from saying anything.</param>
public sealed record StudentView(
    string Version,
    string Digest,
    string Arm,
    double Propensity,
    bool WouldServe,
    string? Answer = null,
    bool? Agrees = null,
    double? Probability = null,
    double? LatencyMs = null,
    string? Error = null);

/// <summary>Feedback on an outcome.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it came.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Label">A class, or a word such as <c>accepted</c>.</param>
/// <param name="Comment">Free text.</param>
/// <param name="Answer">The answer as it should have been.</param>
public sealed record FeedbackView(
    string Id, DateTimeOffset At, double? Score = null, string? Label = null, string? Comment = null, string? Answer = null);
