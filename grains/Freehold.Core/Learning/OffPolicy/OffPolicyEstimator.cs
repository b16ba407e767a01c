using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Learning.OffPolicy;

/// <summary>
/// What a policy would have brought, from decisions that another one made and whose propensities it logged. Intervals are
/// asymptotic; too few effective samples make them worthless, so look at <see cref="OffPolicyEstimate.EffectiveSampleSize"/> first.
/// </summary>
public static class OffPolicyEstimator
{
    /// <summary>
    /// Inverse propensity scoring (Horvitz and Thompson 1952): the mean of weight times reward. Unbiased where no weight is clipped;
    /// noisy where weights are large.
    /// </summary>
    public static OffPolicyEstimate Ips(ReadOnlySpan<OffPolicySample> samples, OffPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (moments, weights) = (default(RunningMoments), default(WeightSums));
        foreach (var sample in samples)
        {
            var weight = Math.Min(sample.Weight, options.WeightCap);
            weights.Add(weight, (sample.Weight - weight) * Math.Abs(sample.Reward));
            moments = moments.Add(weight * sample.Reward);
        }

        return Around(moments.Mean, moments.StandardError, weights, samples.Length, options);
    }

    /// <summary>
    /// Self-normalised inverse propensity scoring (Swaminathan and Joachims, "The Self-Normalized Estimator for Counterfactual
    /// Learning", NIPS 2015): divided by the sum of the weights. A little biased, of order 1/n; never outside the rewards seen, and
    /// blind to a constant added to all rewards. The interval is the ratio's (delta method).
    /// </summary>
    public static OffPolicyEstimate Snips(ReadOnlySpan<OffPolicySample> samples, OffPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var weights = default(WeightSums);
        var total = 0.0;
        foreach (var sample in samples)
        {
            var weight = Math.Min(sample.Weight, options.WeightCap);
            weights.Add(weight, (sample.Weight - weight) * Math.Abs(sample.Reward));
            total += weight * sample.Reward;
        }

        var value = weights.Sum > 0 ? total / weights.Sum : 0;
        var squares = 0.0;
        foreach (var sample in samples)
        {
            var residual = Math.Min(sample.Weight, options.WeightCap) * (sample.Reward - value);
            squares += residual * residual;
        }

        var error = samples.Length > 1 && weights.Sum > 0 ? Math.Sqrt(squares) / weights.Sum : double.PositiveInfinity;
        return Around(value, error, weights, samples.Length, options);
    }

    /// <summary>
    /// The doubly robust estimator (Dudík, Langford and Li, "Doubly Robust Policy Evaluation and Learning", ICML 2011): what the reward
    /// model expects, corrected by the weighted errors it makes. Right where either the model or the propensities are. The model must not
    /// have been fitted on these samples.
    /// </summary>
    public static OffPolicyEstimate DoublyRobust(ReadOnlySpan<OffPolicySample> samples, OffPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (moments, weights) = (default(RunningMoments), default(WeightSums));
        foreach (var sample in samples)
        {
            moments = moments.Add(DoublyRobustScore(sample, options, ref weights));
        }

        return Around(moments.Mean, moments.StandardError, weights, samples.Length, options);
    }

    /// <summary>
    /// How much better one policy is than another, doubly robust on the same decisions: what both have in common cancels, so the
    /// interval is far narrower than that of two values. The effective sample size is the smaller of the two policies'.
    /// </summary>
    /// <param name="candidate">The one policy on each decision.</param>
    /// <param name="current">The other one on the same decisions, in the same order.</param>
    /// <param name="options">Confidence and clipping.</param>
    /// <exception cref="ArgumentException">The samples are not of the same decisions.</exception>
    public static OffPolicyEstimate Difference(
        ReadOnlySpan<OffPolicySample> candidate, ReadOnlySpan<OffPolicySample> current, OffPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (candidate.Length != current.Length)
        {
            throw new ArgumentException("A paired difference needs both policies on the same decisions.", nameof(current));
        }

        var (moments, ofCandidate, ofCurrent) = (default(RunningMoments), default(WeightSums), default(WeightSums));
        for (var i = 0; i < candidate.Length; i++)
        {
            moments = moments.Add(
                DoublyRobustScore(candidate[i], options, ref ofCandidate) - DoublyRobustScore(current[i], options, ref ofCurrent));
        }

        var weights = ofCandidate.EffectiveSampleSize < ofCurrent.EffectiveSampleSize ? ofCandidate : ofCurrent;
        weights.Clipped = ofCandidate.Clipped + ofCurrent.Clipped;
        return Around(moments.Mean, moments.StandardError, weights, candidate.Length, options);
    }

    /// <summary>The doubly robust estimate from one decision alone, for tests that watch decisions one by one.</summary>
    public static double DoublyRobustScore(in OffPolicySample sample, OffPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var unused = default(WeightSums);
        return DoublyRobustScore(sample, options, ref unused);
    }

    private static double DoublyRobustScore(in OffPolicySample sample, OffPolicyOptions options, ref WeightSums weights)
    {
        var weight = Math.Min(sample.Weight, options.WeightCap);
        var residual = sample.Reward - sample.PredictedReward;
        weights.Add(weight, (sample.Weight - weight) * Math.Abs(residual));
        return sample.DirectValue + (weight * residual);
    }

    private static OffPolicyEstimate Around(
        double value, double standardError, in WeightSums weights, int samples, OffPolicyOptions options)
    {
        var reach = NormalQuantile.TwoSided(options.Confidence) * standardError;
        return new(value, value - reach, value + reach, samples, weights.EffectiveSampleSize, samples > 0 ? weights.Clipped / samples : 0);
    }

    private struct WeightSums
    {
        private double _squares;

        public double Sum { get; private set; }

        /// <summary>What clipping took away, each part by the size of what it would have weighed.</summary>
        public double Clipped { get; set; }

        public readonly double EffectiveSampleSize => _squares > 0 ? Sum * Sum / _squares : 0;

        public void Add(double weight, double clipped)
        {
            Sum += weight;
            _squares += weight * weight;
            Clipped += clipped;
        }
    }
}
