using System.Globalization;

namespace Freehold.Core.Learning.OffPolicy;

/// <summary>
/// Whether a new version ships: only where the log says, with confidence, that it decides better than the version in force. What it
/// cannot tell it does not ship.
/// </summary>
public static class PromotionGate
{
    /// <summary>With fewer effective samples of either policy, an interval is not to be trusted.</summary>
    public const double MinEffectiveSampleSize = 50;

    /// <summary>Compares a new version with the one in force.</summary>
    /// <param name="candidate">The new version on decisions that it was not trained on.</param>
    /// <param name="current">The version in force on the same decisions, in the same order.</param>
    /// <param name="options">Confidence and clipping.</param>
    public static PromotionVerdict Decide(
        ReadOnlySpan<OffPolicySample> candidate, ReadOnlySpan<OffPolicySample> current, OffPolicyOptions options)
    {
        var gain = OffPolicyEstimator.Difference(candidate, current, options);
        var bound = gain.Lower - gain.ClippingBias;
        var ships = gain.EffectiveSampleSize >= MinEffectiveSampleSize && bound > 0;
        return new PromotionVerdict(
            ships,
            Explain(gain, bound),
            gain,
            OffPolicyEstimator.Snips(candidate, options),
            OffPolicyEstimator.Snips(current, options));
    }

    private static string Explain(OffPolicyEstimate gain, double bound) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(gain, bound) switch
        {
            ({ Samples: 0 }, _) => "kept: no decision with a reward and a propensity to compare on",
            ({ EffectiveSampleSize: < MinEffectiveSampleSize }, _) =>
                $"kept: {gain.EffectiveSampleSize:F0} effective decisions of {gain.Samples}, and {MinEffectiveSampleSize:F0} are needed",
            (_, > 0) => $"ships: better by {gain.Value:F4}, at least {bound:F4}, over {gain.Samples} decisions",
            _ => $"kept: a gain of {gain.Value:F4}, and its lower bound {bound:F4} is not above 0, over {gain.Samples} decisions",
        }}");
}

/// <summary>What the gate decided, and from what.</summary>
/// <param name="Ships">True where the new version goes into force.</param>
/// <param name="Reason">Why, in words and figures.</param>
/// <param name="Gain">The paired doubly robust difference, new minus current.</param>
/// <param name="Candidate">The new version's value by SNIPS, as a second opinion.</param>
/// <param name="Current">The current version's value by SNIPS.</param>
public sealed record PromotionVerdict(
    bool Ships, string Reason, OffPolicyEstimate Gain, OffPolicyEstimate Candidate, OffPolicyEstimate Current);
