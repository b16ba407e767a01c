namespace Freehold.Core.Learning.Bandits;

/// <summary>
/// How often each arm is tried: inverse-gap weighting (Foster and Rakhlin, "Beyond UCB: Optimal and Efficient Contextual Bandits with
/// Regression Oracles", ICML 2020) with a cap on what exploration may take. Propensities are exact: they are what the draw uses.
/// </summary>
/// <remarks>
/// <para>
/// SquareCB gives an arm whose utility is <c>gap</c> below the leader's the probability <c>1 / (K + gamma * gap)</c>, with a gamma that
/// grows as the square root of what was seen. The model's standard errors fall at that very rate, so gamma is
/// <see cref="Sharpness"/> divided by the standard error of the gap: the schedule follows what is known about this request, and an
/// arm that was reset by drift is explored again at once.
/// </para>
/// <para>
/// All that is not the leader's is scaled down to the budget, and <see cref="FloorShare"/> of the budget is spread evenly. The floor
/// bounds every importance weight by <c>(K - 1) / (FloorShare * budget)</c>, and finds arms that have become better unseen.
/// </para>
/// </remarks>
public static class ExplorationPolicy
{
    /// <summary>SquareCB's free constant: how much a gap of one standard error counts against an arm.</summary>
    public const double Sharpness = 4;

    /// <summary>The part of the budget that is spread evenly over the arms that do not lead, 0 to 1.</summary>
    public const double FloorShare = 0.25;

    /// <summary>The largest budget: at half of the requests, the leader still leads.</summary>
    public const double MaxBudget = 0.5;

    private const double LeastDeviation = 1e-9;

    /// <summary>Computes the probability of each arm to be tried first.</summary>
    /// <param name="utility">Expected utility by arm; an arm whose utility is no finite number is never tried.</param>
    /// <param name="deviation">Standard error of each utility, in the same unit; at least 0.</param>
    /// <param name="budget">The most that arms other than the leader get together, 0 to <see cref="MaxBudget"/>; values outside are clamped.</param>
    /// <param name="propensities">Filled: one for each arm, at least 0, with a sum of 1 (all 0 where no utility is finite).</param>
    /// <returns>The leader: the arm with the greatest utility, the first of equals; -1 where no utility is finite.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static int Distribute(
        ReadOnlySpan<double> utility, ReadOnlySpan<double> deviation, double budget, Span<double> propensities)
    {
        if (utility.Length != deviation.Length || utility.Length != propensities.Length)
        {
            throw new ArgumentException("Utilities, deviations and propensities must be of one length, one for each arm.", nameof(propensities));
        }

        propensities.Clear();
        var (leader, arms) = FindLeader(utility);
        if (leader < 0)
        {
            return leader;
        }

        budget = double.IsNaN(budget) ? 0 : Math.Clamp(budget, 0, MaxBudget);
        if (arms == 1 || budget == 0)
        {
            propensities[leader] = 1;
            return leader;
        }

        var wanted = WeighGaps(utility, deviation, leader, arms, propensities);
        var floor = FloorShare * budget / (arms - 1);
        var scale = Math.Min(1, (1 - FloorShare) * budget / wanted);
        var explored = 0.0;
        for (var arm = 0; arm < utility.Length; arm++)
        {
            if (arm != leader && double.IsFinite(utility[arm]))
            {
                propensities[arm] = floor + (propensities[arm] * scale);
                explored += propensities[arm];
            }
        }

        propensities[leader] = 1 - explored;
        return leader;
    }

    /// <summary>The arm at a place of the unit interval that the propensities divide.</summary>
    /// <param name="propensities">As <see cref="Distribute"/> computed them.</param>
    /// <param name="uniform">A number drawn evenly from [0, 1).</param>
    /// <returns>The arm; -1 where all propensities are 0.</returns>
    public static int Draw(ReadOnlySpan<double> propensities, double uniform)
    {
        var (sum, last) = (0.0, -1);
        for (var arm = 0; arm < propensities.Length; arm++)
        {
            if (propensities[arm] > 0)
            {
                (sum, last) = (sum + propensities[arm], arm);
                if (uniform < sum)
                {
                    return arm;
                }
            }
        }

        return last; // A sum a rounding error below 1 leaves a sliver at the end.
    }

    private static (int Leader, int Arms) FindLeader(ReadOnlySpan<double> utility)
    {
        var (leader, arms) = (-1, 0);
        for (var arm = 0; arm < utility.Length; arm++)
        {
            if (double.IsFinite(utility[arm]))
            {
                arms++;
                leader = leader < 0 || utility[arm] > utility[leader] ? arm : leader;
            }
        }

        return (leader, arms);
    }

    private static double WeighGaps(
        ReadOnlySpan<double> utility, ReadOnlySpan<double> deviation, int leader, int arms, Span<double> weights)
    {
        var sum = 0.0;
        for (var arm = 0; arm < utility.Length; arm++)
        {
            if (arm != leader && double.IsFinite(utility[arm]))
            {
                var error = Math.Sqrt((deviation[arm] * deviation[arm]) + (deviation[leader] * deviation[leader]));
                error = error > LeastDeviation ? error : LeastDeviation; // Not Math.Max: it would keep NaN.
                sum += weights[arm] = 1 / (arms + (Sharpness * (utility[leader] - utility[arm]) / error));
            }
        }

        return sum;
    }
}
