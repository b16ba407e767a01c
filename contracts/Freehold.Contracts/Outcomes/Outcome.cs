using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Outcomes;

/// <summary>How a request ended.</summary>
[GenerateSerializer, Alias("freehold.OutcomeStatus")]
public enum OutcomeStatus
{
    /// <summary>The client got a whole answer.</summary>
    Completed = 0,

    /// <summary>Nobody could answer, or the answer broke off.</summary>
    Failed = 1,

    /// <summary>The client went away first.</summary>
    Cancelled = 2,

    /// <summary>Policy, label or an unknown name left nobody to try.</summary>
    Refused = 3,
}

/// <summary>What became of one request: the first event of its life in the log, and the truth for everything downstream.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Outcome")]
public sealed record Outcome
{
    /// <summary>The id of the response, as the client has it.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose request it was.</summary>
    [Id(1)] public required string Tenant { get; init; }

    /// <summary>The key it came with.</summary>
    [Id(2)] public required string KeyId { get; init; }

    /// <summary>When it arrived.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>The API: <c>chat.completions</c> or <c>completions</c>.</summary>
    [Id(4)] public required string Api { get; init; }

    /// <summary>The label it ran under.</summary>
    [Id(5)] public required SensitivityLabel Label { get; init; }

    /// <summary>The kind of task, where known.</summary>
    [Id(6)] public string? Workload { get; init; }

    /// <summary>The model the client named.</summary>
    [Id(7)] public required string RequestedModel { get; init; }

    /// <summary>The decision in words.</summary>
    [Id(8)] public required string Decision { get; init; }

    /// <summary>The policy version of the decision.</summary>
    [Id(9)] public required int PolicyVersion { get; init; }

    /// <summary>Everybody who was considered, in order, and why.</summary>
    [Id(10)] public required ConsideredCandidate[] Candidates { get; init; }

    /// <summary>What was tried, in order.</summary>
    [Id(11)] public required Attempt[] Attempts { get; init; }

    /// <summary>How it ended.</summary>
    [Id(12)] public required OutcomeStatus Status { get; init; }

    /// <summary>The HTTP status that the client saw.</summary>
    [Id(13)] public required int HttpStatus { get; init; }

    /// <summary>The candidate whose answer the client got; null where nobody answered.</summary>
    [Id(14)] public string? Model { get; init; }

    /// <summary>SHA-256 of the weights that made the answer, where they are ours.</summary>
    [Id(15)] public string? ModelDigest { get; init; }

    /// <summary>Tokens of the prompt, as the answering model counts.</summary>
    [Id(16)] public int PromptTokens { get; init; }

    /// <summary>Tokens of the answer.</summary>
    [Id(17)] public int CompletionTokens { get; init; }

    /// <summary>What all attempts together cost, in micro-USD.</summary>
    [Id(18)] public long CostMicroUsd { get; init; }

    /// <summary>From the request's arrival to the first byte of the answer, in milliseconds.</summary>
    [Id(19)] public double FirstByteMs { get; init; }

    /// <summary>From the request's arrival to the end of the answer, in milliseconds.</summary>
    [Id(20)] public double TotalMs { get; init; }

    /// <summary>Mean log-probability of the answer's tokens (natural logarithm), where the model is ours.</summary>
    [Id(21)] public double? Confidence { get; init; }

    /// <summary>What went wrong, in words; null where nothing did.</summary>
    [Id(22)] public string? Error { get; init; }

    /// <summary>What the decision knew of the prompt: <c>RequestFeatures.ToBytes</c>; null where it knew nothing.</summary>
    [Id(23)] public byte[]? Features { get; init; }

    /// <summary>The learned weights of the decision; null where none took part.</summary>
    [Id(24)] public string? WeightsVersion { get; init; }

    /// <summary>Names of the kinds of sensitive data that were found in the request; null where none was.</summary>
    [Id(25)] public string[]? SensitiveKinds { get; init; }

    /// <summary>Which question of a conversation it was; 0 for the first, null where it was not noted.</summary>
    [Id(26)] public int? Turn { get; init; }

    /// <summary>The rules that answered, by the digest of their set; null where no rule did.</summary>
    [Id(27)] public string? RuleVersion { get; init; }

    /// <summary>SHA-256 of the adapter that the answer was made with, lower-case hex; null for none.</summary>
    [Id(28)] public string? AdapterDigest { get; init; }

    /// <summary>How sure the workload was, 0 to 1: 1 where the client named it; null where it was not noted.</summary>
    [Id(29)] public double? WorkloadConfidence { get; init; }

    /// <summary>What it showed of the workload's student; null where it had nothing to do with one.</summary>
    [Id(30)] public StudentTrace? Student { get; init; }

    /// <summary>What was said, where policy permits training with it; on its way to the log only, whose events never have it.</summary>
    [Id(31)] public Transcript? Transcript { get; init; }
}

/// <summary>One who was considered.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ConsideredCandidate")]
public sealed record ConsideredCandidate
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>True where it could have been tried.</summary>
    [Id(1)] public required bool Allowed { get; init; }

    /// <summary>Why at this place, or why not at all.</summary>
    [Id(2)] public required string Reason { get; init; }

    /// <summary>The probability with which the decision put it first, 0 to 1.</summary>
    [Id(3)] public double Propensity { get; init; }

    /// <summary>The quality that was expected of it, 0 to 1; null where nothing was known.</summary>
    [Id(4)] public double? ExpectedQuality { get; init; }

    /// <summary>The cost that was expected, in micro-USD.</summary>
    [Id(5)] public long? ExpectedCostMicroUsd { get; init; }

    /// <summary>The latency that was expected, in milliseconds.</summary>
    [Id(6)] public double? ExpectedLatencyMs { get; init; }
}
