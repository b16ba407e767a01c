using Freehold.Core.Economics;
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
/// <param name="Price">What its tokens cost.</param>
public sealed record RoutableCandidate(
    string Id,
    bool IsLocal,
    string Zone,
    string Model,
    IReadOnlyList<string> Aliases,
    bool Automatic,
    bool OpenEnded,
    string? Unavailable = null,
    bool Embeds = false,
    TokenPrice Price = default);

/// <summary>A request as the planner sees it.</summary>
/// <param name="Model">The name the client gave, or <c>auto</c>.</param>
/// <param name="Label">The label it asks for, if any.</param>
/// <param name="NeedsProvider">True where it asks for something that only a provider can do.</param>
/// <param name="NeedsLocal">True where it asks for something that only a model of ours can do.</param>
/// <param name="Embeds">True where it asks for embeddings, not text.</param>
/// <param name="PromptTokens">Tokens of its prompt, as estimated.</param>
/// <param name="MaxCompletionTokens">Most tokens it wants back; 0 where it did not say.</param>
/// <param name="HeldBy">The candidate that has the beginning of its prompt in its cache; null where none has.</param>
/// <param name="HeldTokens">So many tokens of it.</param>
/// <param name="RedactedLabel">The label that holds beyond the device, where placeholders stand for what is sensitive; null: <paramref
/// name="Label"/>.</param>
/// <param name="Draw">A number drawn evenly from [0, 1) for the exploration; 0 always takes the best.</param>
public readonly record struct RouteQuery(
    string Model,
    Label? Label,
    bool NeedsProvider,
    bool NeedsLocal = false,
    bool Embeds = false,
    int PromptTokens = 0,
    int MaxCompletionTokens = 0,
    string? HeldBy = null,
    int HeldTokens = 0,
    Label? RedactedLabel = null,
    double Draw = 0);

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
/// <param name="Estimate">What is expected of its answer.</param>
/// <param name="Propensity">The probability with which this plan put its model first; of several places of one model the first has
/// it.</param>
/// <param name="KeepAtProbability">Keep its answer where it is right with this probability; null: keep it as it is.</param>
public readonly record struct PlannedCandidate(
    int Index, string Id, string Model, string Reason, CandidateEstimate Estimate, double Propensity, double? KeepAtProbability);

/// <summary>One candidate left out of a plan.</summary>
/// <param name="Id">The id to log.</param>
/// <param name="Reason">Why it was left out.</param>
/// <param name="Estimate">What would have been expected of its answer.</param>
public readonly record struct LeftOutCandidate(string Id, string Reason, CandidateEstimate Estimate);

/// <summary>Who answers, in which order.</summary>
/// <param name="Candidates">Those to try, the first first; places of one model stand side by side.</param>
/// <param name="LeftOut">Those that may not be tried.</param>
/// <param name="Label">The label that holds.</param>
/// <param name="Refusal">Why there is nobody to try.</param>
/// <param name="Reason">The plan in a few words.</param>
public sealed record RoutePlan(
    IReadOnlyList<PlannedCandidate> Candidates,
    IReadOnlyList<LeftOutCandidate> LeftOut,
    Label Label,
    PlanRefusal Refusal,
    string Reason);
