using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Routing;

/// <summary>Decides who answers a request of one tenant. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// A stateless worker: any activation gives the same answer from its snapshots of policy, catalog and figures, which are at most one
/// refresh (1 s) old. It computes only; it never streams and never waits for the learner or the log. Safe to repeat.
/// </remarks>
[Alias("freehold.IRouterGrain")]
public interface IRouterGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>
    /// How old a snapshot may be when a decision is made from it, in seconds. Whoever changes a policy and waits as long knows
    /// that no router decides by the old one any more.
    /// </summary>
    const int PolicyLeaseSeconds = 1;

    /// <summary>Ordered candidates with reasons, or a refusal.</summary>
    [Alias("Route")]
    ValueTask<RouteDecision> RouteAsync(RouteRequest request, CancellationToken cancellationToken);
}
