using Freehold.Contracts.Routing;
using Freehold.Core.Policies;
using Freehold.Core.Rules;

namespace Freehold.Gateway.Inference;

/// <summary>A request with its decision.</summary>
/// <param name="Request">What was asked of the router.</param>
/// <param name="Decision">What was decided, by the router or by a rule.</param>
/// <param name="Rule">The rule's answer; null where the router decided.</param>
internal sealed record Routed(RouteRequest Request, RouteDecision Decision, RuleAnswer? Rule)
{
    /// <summary>Whether the exchange may become training data: what the policy says of its workload, where it names that.</summary>
    public TrainingPolicy Training { get; init; } = TrainingPolicy.Never;

    /// <summary>What the policy says of a student of its workload.</summary>
    public DistillPolicy Distill { get; init; } = DistillPolicy.None;
}
