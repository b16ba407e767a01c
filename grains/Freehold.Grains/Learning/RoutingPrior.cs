using Freehold.Contracts.Learning;
using Freehold.Core.Learning.Rollouts;

namespace Freehold.Grains.Learning;

/// <summary>
/// The weights that every tenant begins with: a file that the operator made from data of their own, or none. Nothing of a tenant
/// ever goes into it, so no tenant can learn of another one through it.
/// </summary>
public sealed class RoutingPrior
{
    /// <summary>No prior: nothing is known of any candidate until a tenant's own log tells.</summary>
    public static RoutingPrior None { get; } = new(null);

    /// <summary>Takes the byte form of weights; null for none.</summary>
    /// <exception cref="InvalidDataException">It is not in that form.</exception>
    public RoutingPrior(byte[]? model)
    {
        Weights = model is null ? null : WeightsFormat.Read(model);
        Snapshot = model is null ? WeightsSnapshot.None : new WeightsSnapshot { Version = Weights!.Id, Model = model };
    }

    /// <summary>The weights; null for none.</summary>
    internal Weights? Weights { get; }

    /// <summary>The weights in the form for routers.</summary>
    internal WeightsSnapshot Snapshot { get; }
}
