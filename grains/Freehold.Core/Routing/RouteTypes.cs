using Freehold.Core.Labels;

namespace Freehold.Core.Routing;

/// <summary>A candidate as the planner sees it.</summary>
/// <param name="Id">Its name for clients.</param>
/// <param name="IsLocal">True for a model in a worker of ours.</param>
/// <param name="Zone">Where the prompt would go.</param>
/// <param name="Model">The model's name at its place; for an open-ended one what <c>auto</c> asks for, or empty.</param>
/// <param name="Aliases">Other names a client may use.</param>
/// <param name="Automatic">True where <c>auto</c> may choose it.</param>
/// <param name="OpenEnded">True for a provider that takes any model name.</param>
/// <param name="Unavailable">Why it cannot answer at all; null where it can.</param>
/// <param name="Embeds">True for a model that embeds texts, and writes none.</param>
public sealed record RoutableCandidate(
    string Id,
    bool IsLocal,
    string Zone,
    string Model,
    IReadOnlyList<string> Aliases,
    bool Automatic,
    bool OpenEnded,
    string? Unavailable = null,
    bool Embeds = false);

/// <summary>A request as the planner sees it.</summary>
/// <param name="Model">The name the client gave, or <c>auto</c>.</param>
/// <param name="Label">The label it asks for, if any.</param>
/// <param name="NeedsProvider">True where it asks for something that only a provider can do.</param>
/// <param name="NeedsLocal">True where it asks for something that only a model of ours can do.</param>
/// <param name="Embeds">True where it asks for embeddings, not text.</param>
public readonly record struct RouteQuery(
    string Model, Label? Label, bool NeedsProvider, bool NeedsLocal = false, bool Embeds = false);

/// <summary>A tenant's policy as the planner sees it.</summary>
/// <param name="DefaultLabel">The label of requests without one, and the weakest of all.</param>
/// <param name="Zones">Where each label may go.</param>
/// <param name="EscalateBelowConfidence">For <c>auto</c>: mean log-probability under which a local answer is not kept.</param>
public sealed record RoutePolicy(Label DefaultLabel, ZoneRules Zones, double? EscalateBelowConfidence);

/// <summary>Why nobody may answer.</summary>
public enum PlanRefusal
{
    None = 0,
    UnknownModel = 1,
    NoCandidates = 2,
    LabelForbidsZone = 3,
    NoSuchTenant = 4,
    NotSupportedByModel = 5,
    Unavailable = 6,
    LimitExceeded = 7,
}

/// <summary>One candidate at its place in a plan.</summary>
/// <param name="Index">Which of the candidates given to the planner.</param>
/// <param name="Id">The id to log: the candidate's, or for an open-ended one <c>provider/model</c>.</param>
/// <param name="Model">The model to ask for at its place.</param>
/// <param name="Reason">Why at this place.</param>
/// <param name="KeepAtConfidence">Keep its answer at this confidence or above; null: keep it as it is.</param>
public sealed record PlannedCandidate(int Index, string Id, string Model, string Reason, double? KeepAtConfidence);

/// <summary>One candidate left out of a plan.</summary>
public sealed record LeftOutCandidate(string Id, string Reason);

/// <summary>Who answers, in which order.</summary>
public sealed record RoutePlan(
    IReadOnlyList<PlannedCandidate> Candidates,
    IReadOnlyList<LeftOutCandidate> LeftOut,
    Label Label,
    PlanRefusal Refusal,
    string Reason);
