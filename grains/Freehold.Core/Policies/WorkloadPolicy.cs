using Freehold.Core.Labels;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Routing;
using Freehold.Core.Rules;

namespace Freehold.Core.Policies;

/// <summary>What holds for the requests of one workload, or for those of none.</summary>
public sealed record WorkloadPolicy
{
    /// <summary>The workload; null for the tenant's own section.</summary>
    public string? Name { get; init; }

    /// <summary>Texts of this workload, from which it is known again.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The label of a request that brings none, and the weakest that any may bring.</summary>
    public required Label DefaultLabel { get; init; }

    /// <summary>Where requests of each label may be answered.</summary>
    public required ZoneRules Zones { get; init; }

    /// <summary>What <c>auto</c> looks for.</summary>
    public RoutingObjective Objective { get; init; } = new();

    /// <summary>
    /// The share of requests that may go to another candidate than the best, 0 to <see cref="PolicyBounds.MaxExploration"/>.
    /// </summary>
    public double Exploration { get; init; }

    /// <summary>Cheap first, and somebody better where the answer is not sure enough.</summary>
    public CascadePolicy Cascade { get; init; } = new();

    /// <summary>What feedback, retries and escalations count.</summary>
    public RewardWeights Rewards { get; init; } = RewardWeights.Default;

    /// <summary>Who answers without a model: the workload's own rules before the tenant's.</summary>
    public RuleSet Rules { get; init; } = RuleSet.Empty;

    /// <summary>Whether exchanges may be recorded as training data, and which; a workload is never wider than its tenant.</summary>
    public TrainingPolicy Training { get; init; } = TrainingPolicy.Never;

    /// <summary>The workload's student; <see cref="DistillPolicy.None"/> for the tenant's own section.</summary>
    public DistillPolicy Distill { get; init; } = DistillPolicy.None;
}

/// <summary>What <c>auto</c> looks for among the candidates that stay within the limits.</summary>
/// <param name="MinQuality">The least expected quality, 0 to 1; who is not known yet is not refused for it.</param>
/// <param name="MaxCostMicroUsd">The most that one request may be expected to cost, in micro-USD; null: any.</param>
/// <param name="MaxLatencyP95Ms">The most that its 95th percentile of latency may be, in milliseconds; null: any.</param>
/// <param name="Prefer">What decides among those within the limits.</param>
/// <param name="QualityWorthMicroUsd">What a right answer is worth, in micro-USD, where <see cref="RoutingPreference.Value"/> is preferred.</param>
public sealed record RoutingObjective(
    double MinQuality = 0,
    long? MaxCostMicroUsd = null,
    double? MaxLatencyP95Ms = null,
    RoutingPreference Prefer = RoutingPreference.Cost,
    long QualityWorthMicroUsd = RoutingObjective.DefaultQualityWorthMicroUsd)
{
    /// <summary>What a right answer is worth where the policy does not say, in micro-USD.</summary>
    public const long DefaultQualityWorthMicroUsd = 10_000;

    /// <summary>What an answer is worth, in units of a right one: its quality less its price.</summary>
    public double ValueOf(double quality, double costMicroUsd) => quality - (costMicroUsd / QualityWorthMicroUsd);
}

/// <summary>What decides among candidates within the limits.</summary>
public enum RoutingPreference
{
    /// <summary>The cheapest.</summary>
    Cost = 0,

    /// <summary>The best.</summary>
    Quality = 1,

    /// <summary>The fastest.</summary>
    Latency = 2,

    /// <summary>The one whose quality, at what a right answer is worth, exceeds its price most.</summary>
    Value = 3,
}

/// <summary>Cheap first, and somebody better where the answer is not sure enough.</summary>
/// <param name="Enabled">Whether answers are looked at before they go out.</param>
/// <param name="EscalateBelow">Probability, 0 to 1, below which a local answer is not kept: that it is right, as calibrated.</param>
/// <param name="EscalateTo">The candidate asked next, by its id; null: the next of the plan.</param>
/// <param name="SelfConsistency">Answers that are drawn and compared; 1: none is.</param>
public sealed record CascadePolicy(bool Enabled = false, double EscalateBelow = 0.8, string? EscalateTo = null, int SelfConsistency = 1);
