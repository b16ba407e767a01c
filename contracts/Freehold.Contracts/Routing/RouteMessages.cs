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

    /// <summary>The kind of task, where the client named it.</summary>
    [Id(2)] public string? Workload { get; init; }

    /// <summary>Something only a provider can do is asked for (tools, images, a response format).</summary>
    [Id(3)] public bool NeedsProvider { get; init; }

    /// <summary>True where it asks for what only a model of ours can do, as an adapter.</summary>
    [Id(4)] public bool NeedsLocal { get; init; }

    /// <summary>Embeddings are asked for, not text.</summary>
    [Id(5)] public bool Embeds { get; init; }
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
}

/// <summary>A candidate that may be tried.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RankedCandidate")]
public sealed record RankedCandidate
{
    /// <summary>Who.</summary>
    [Id(0)] public required Candidate Candidate { get; init; }

    /// <summary>Why at this place in the order.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>Keep its answer only at this confidence or above; null: keep it as it is.</summary>
    [Id(2)] public double? KeepAtConfidence { get; init; }

    /// <summary>The probability with which this decision put it first, 0 to 1.</summary>
    [Id(3)] public required double Propensity { get; init; }
}

/// <summary>A candidate that may not be tried.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RefusedCandidate")]
public sealed record RefusedCandidate
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Why not.</summary>
    [Id(1)] public required string Reason { get; init; }
}
