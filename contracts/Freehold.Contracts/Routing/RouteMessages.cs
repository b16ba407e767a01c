using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Routing;

/// <summary>What the router needs to know of a request.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RouteRequest")]
public sealed record RouteRequest
{
    /// <summary>The model name that lets the policy choose.</summary>
    public const string AutoModel = "auto";

    /// <summary>The name the client gave.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>The label the request asks for; null where it brings none. The policy may make it stricter.</summary>
    [Id(1)] public SensitivityLabel? Label { get; init; }

    /// <summary>The kind of task: as the client named it or as it was classified at admission; null where it is not known.</summary>
    [Id(2)] public string? Workload { get; init; }

    /// <summary>Something only a provider can do is asked for (tools, images, a response format).</summary>
    [Id(3)] public bool NeedsProvider { get; init; }

    /// <summary>True where it asks for what only a model of ours can do, as an adapter.</summary>
    [Id(4)] public bool NeedsLocal { get; init; }

    /// <summary>Embeddings are asked for, not text.</summary>
    [Id(5)] public bool Embeds { get; init; }

    /// <summary>
    /// What the router knows of the prompt, which itself never comes here: <c>RequestFeatures.ToBytes</c>; empty where there are none.
    /// </summary>
    [Id(6)] public byte[] Features { get; init; } = [];

    /// <summary>Tokens of the prompt, as estimated at admission.</summary>
    [Id(7)] public int PromptTokens { get; init; }

    /// <summary>Most tokens the client wants back; 0 where it did not say.</summary>
    [Id(8)] public int MaxCompletionTokens { get; init; }

    /// <summary>Which question of a conversation it is; 0 for the first.</summary>
    [Id(9)] public int Turn { get; init; }

    /// <summary>The candidate that has this conversation's earlier turns in its cache; null where none has.</summary>
    [Id(10)] public string? HeldBy { get; init; }

    /// <summary>So many tokens of the prompt are in that candidate's cache.</summary>
    [Id(11)] public int HeldTokens { get; init; }

    /// <summary>Names of the kinds of sensitive data that were found at admission, each once.</summary>
    [Id(12)] public string[] SensitiveKinds { get; init; } = [];

    /// <summary>True where the text could not be analysed: then the strictest label holds.</summary>
    [Id(13)] public bool LabelFailed { get; init; }

    /// <summary>The decision is only to be shown: nobody is asked, and what <c>auto</c> draws is not a draw of the exploration.</summary>
    [Id(14)] public bool Explain { get; init; }

    /// <summary>How sure the workload is, 0 to 1; 1 where the client named it, 0 where it is not known.</summary>
    [Id(15)] public double WorkloadConfidence { get; init; }

    /// <summary>The place at which <see cref="HeldBy"/> has it; null where none has.</summary>
    [Id(16)] public string? HeldAt { get; init; }

    /// <summary>The same for requests that begin alike, and of nobody's else; 0 where there is nothing to tell them by.</summary>
    [Id(17)] public ulong PrefixKey { get; init; }

    /// <summary>
    /// The label that holds for a provider beyond this installation's devices, where placeholders stand for what was found; null: no
    /// placeholder stands for anything, so <see cref="Label"/> holds there too. Never stricter than that.
    /// </summary>
    [Id(18)] public SensitivityLabel? RedactedLabel { get; init; }

    /// <summary>The form of answer that it wants, as far as students have one.</summary>
    [Id(19)] public StudentForm StudentForm { get; init; }

    /// <summary>What decides whether a student leads, mostly the outcome's id; null: none does.</summary>
    [Id(20)] public string? RolloutKey { get; init; }
}

/// <summary>What becomes of sensitive text on its way to a provider.</summary>
[GenerateSerializer, Alias("freehold.RedactionMode")]
public enum RedactionMode
{
    /// <summary>It goes as it is.</summary>
    None = 0,

    /// <summary>Placeholders go in its place, and the answer gets the text back.</summary>
    Reversible = 1,
}

/// <summary>Why nobody may answer.</summary>
[GenerateSerializer, Alias("freehold.RouteRefusal")]
public enum RouteRefusal
{
    /// <summary>Somebody may.</summary>
    None = 0,

    /// <summary>No candidate has that name.</summary>
    UnknownModel = 1,

    /// <summary>There is no model and no provider at all, or none that <c>auto</c> may choose.</summary>
    NoCandidates = 2,

    /// <summary>Candidates there are, but the label forbids their zones.</summary>
    LabelForbidsZone = 3,

    /// <summary>The tenant does not exist.</summary>
    NoSuchTenant = 4,

    /// <summary>The named local model cannot do what the request asks for.</summary>
    NotSupportedByModel = 5,

    /// <summary>Candidates there are, but none is able to answer now; the refused ones say why.</summary>
    Unavailable = 6,

    /// <summary>Candidates there are, but each is beyond a limit of the policy: its cost, its latency or its quality.</summary>
    LimitExceeded = 7,
}

/// <summary>Who answers, in which order, and why.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RouteDecision")]
public sealed record RouteDecision
{
    /// <summary>Try these in order; empty exactly where <see cref="Refusal"/> is not <see cref="RouteRefusal.None"/>.</summary>
    [Id(0)] public required RankedCandidate[] Candidates { get; init; }

    /// <summary>Who was left out, and why.</summary>
    [Id(1)] public required RefusedCandidate[] Refused { get; init; }

    /// <summary>Why nobody may answer.</summary>
    [Id(2)] public RouteRefusal Refusal { get; init; }

    /// <summary>The whole decision in a few words, for a header and a log.</summary>
    [Id(3)] public required string Reason { get; init; }

    /// <summary>The label that holds from here on.</summary>
    [Id(4)] public required SensitivityLabel Label { get; init; }

    /// <summary>The policy that was applied.</summary>
    [Id(5)] public required int PolicyVersion { get; init; }

    /// <summary>The kind of task whose policy was applied; null where it is not known.</summary>
    [Id(6)] public string? Workload { get; init; }

    /// <summary>How sure the workload is, 0 to 1.</summary>
    [Id(7)] public double WorkloadConfidence { get; init; }

    /// <summary>The learned weights that estimated quality; null where none did.</summary>
    [Id(8)] public string? WeightsVersion { get; init; }

    /// <summary>What becomes of sensitive text on its way to a provider.</summary>
    [Id(9)] public RedactionMode Redaction { get; init; }

    /// <summary>The rules that answered, by the digest of their set; null where no rule did.</summary>
    [Id(10)] public string? RuleVersion { get; init; }

    /// <summary>What the request has to do with the student of its workload; null where it has nothing to do with one.</summary>
    [Id(11)] public StudentPlan? Student { get; init; }
}

/// <summary>A candidate that may be tried.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RankedCandidate")]
public sealed record RankedCandidate
{
    /// <summary>Who.</summary>
    [Id(0)] public required Candidate Candidate { get; init; }

    /// <summary>Why at this place in the order.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>What silos of the time before <see cref="KeepAtProbability"/> go by; not set any more.</summary>
    [Id(2)] public double? KeepAtConfidence { get; init; }

    /// <summary>The probability with which this decision put it first, 0 to 1.</summary>
    [Id(3)] public required double Propensity { get; init; }

    /// <summary>Its expected quality, 0 to 1; null where nothing is known of it.</summary>
    [Id(4)] public double? ExpectedQuality { get; init; }

    /// <summary>The standard error of <see cref="ExpectedQuality"/>.</summary>
    [Id(5)] public double? QualityDeviation { get; init; }

    /// <summary>What its answer is expected to cost, in micro-USD.</summary>
    [Id(6)] public long? ExpectedCostMicroUsd { get; init; }

    /// <summary>How long its answer is expected to take, in milliseconds; null where it never answered.</summary>
    [Id(7)] public double? ExpectedLatencyMs { get; init; }

    /// <summary>
    /// Keep its answer only where the probability that it is right, as calibrated, reaches this; below, the next candidate is asked. Null:
    /// keep it as it is.
    /// </summary>
    [Id(8)] public double? KeepAtProbability { get; init; }

    /// <summary>
    /// How its answer is judged; null where <see cref="KeepAtProbability"/> is, and for a specialist, which says its probability itself.
    /// </summary>
    [Id(9)] public CascadeRule? Cascade { get; init; }
}

/// <summary>A candidate that may not be tried.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RefusedCandidate")]
public sealed record RefusedCandidate
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Why not.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>Its expected quality, 0 to 1; null where nothing is known of it.</summary>
    [Id(2)] public double? ExpectedQuality { get; init; }

    /// <summary>The standard error of <see cref="ExpectedQuality"/>.</summary>
    [Id(3)] public double? QualityDeviation { get; init; }

    /// <summary>What its answer is expected to cost, in micro-USD.</summary>
    [Id(4)] public long? ExpectedCostMicroUsd { get; init; }

    /// <summary>How long its answer is expected to take, in milliseconds; null where it never answered.</summary>
    [Id(5)] public double? ExpectedLatencyMs { get; init; }
}
