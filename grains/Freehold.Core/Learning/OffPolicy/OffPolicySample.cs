namespace Freehold.Core.Learning.OffPolicy;

/// <summary>One logged decision as another policy would have made it: all that the estimators need.</summary>
/// <param name="TargetProbability">Probability that the evaluated policy takes the arm that was taken.</param>
/// <param name="Propensity">Probability with which the logging policy took it; more than 0.</param>
/// <param name="Reward">What it brought.</param>
/// <param name="PredictedReward">What the reward model expected of the arm that was taken.</param>
/// <param name="DirectValue">What the reward model expects of the evaluated policy here: its mean over the arms, by their probabilities.</param>
public readonly record struct OffPolicySample(
    double TargetProbability, double Propensity, double Reward, double PredictedReward = 0, double DirectValue = 0)
{
    /// <summary>The importance weight.</summary>
    public double Weight => TargetProbability / Propensity;

    /// <summary>Builds the sample of one decision.</summary>
    /// <param name="target">The evaluated policy's probability of each arm.</param>
    /// <param name="predicted">The reward model's expectation of each arm.</param>
    /// <param name="taken">The arm that was taken.</param>
    /// <param name="propensity">The logging policy's probability of it.</param>
    /// <param name="reward">What it brought.</param>
    public static OffPolicySample Of(
        ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, int taken, double propensity, double reward)
    {
        var direct = 0.0;
        for (var arm = 0; arm < target.Length; arm++)
        {
            direct += target[arm] > 0 ? target[arm] * predicted[arm] : 0;
        }

        return new(target[taken], propensity, reward, predicted[taken], direct);
    }
}
