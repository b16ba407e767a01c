namespace Freehold.Core.Learning.Rewards;

/// <summary>
/// The signals on one answer so far. An answer without a signal has no reward, which is not a reward of 0: nothing is learned from it.
/// </summary>
/// <param name="Weight">Sum of the signals' weights.</param>
/// <param name="Total">Sum of their values by their weights.</param>
public readonly record struct RewardSum(double Weight, double Total)
{
    /// <summary>The reward, 0 to 1; null where nothing is known.</summary>
    public double? Reward => Weight > 0 ? Math.Clamp(Total / Weight, 0, 1) : null;

    /// <summary>The sum with one signal more.</summary>
    public RewardSum Add(RewardSignal signal, RewardWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var weight = weights.WeightOf(signal.Kind);
        return new(Weight + weight, Total + (weight * (signal.Value ?? weights.ValueOf(signal.Kind))));
    }
}
