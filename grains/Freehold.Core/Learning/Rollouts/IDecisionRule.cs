namespace Freehold.Core.Learning.Rollouts;

/// <summary>What a tenant's policy makes of expected qualities: the same rule that routers decide by, on decisions of the log.</summary>
/// <remarks>Implementations are pure and safe for any number of threads.</remarks>
public interface IDecisionRule
{
    /// <summary>How likely each arm is tried first.</summary>
    /// <param name="decision">The request and its arms.</param>
    /// <param name="mean">Expected quality of each arm, 0 to 1; no number where nothing is known of it.</param>
    /// <param name="deviation">Standard error of each.</param>
    /// <param name="propensities">Filled: one for each arm, with a sum of 1.</param>
    void Distribute(
        LoggedDecision decision, ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation, Span<double> propensities);

    /// <summary>What an answer of this quality is worth, its price and its time taken into account as the policy's objective has it.</summary>
    /// <param name="decision">The request and its arms.</param>
    /// <param name="arm">Whose answer.</param>
    /// <param name="quality">Its quality, 0 to 1; expected or seen.</param>
    double ValueOf(LoggedDecision decision, int arm, double quality);
}
