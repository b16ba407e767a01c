using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Distillation.Rollout;

/// <summary>What rewards of the requests that a student leads are measured against: those of the requests that it does not.</summary>
internal static class RewardComparison
{
    /// <summary>With fewer rewards of control nothing is compared.</summary>
    public const int MinControl = 10;

    /// <summary>Rewards are remembered as if there had been at most twice so many: what users demand changes.</summary>
    public const int Memory = 1_000;

    /// <summary>
    /// How many standard errors below its mean control's true mean is taken to lie, at the lowest: at 3 it hardly ever lies lower, and the
    /// test against it keeps its error probability.
    /// </summary>
    private const double Reach = 3;

    /// <summary>
    /// Made-up rewards of 0 and 1, one each, so that rewards which were all the same are not taken for certain to go on so.
    /// </summary>
    private const double PriorSquares = 0.5;

    /// <summary>The moments with one more reward; from time to time all before it count half.</summary>
    public static RunningMoments Remember(RunningMoments moments, double reward)
    {
        var added = moments.Add(reward);
        return added.Count < 2 * Memory ? added : new(added.Count / 2, added.Mean, added.SquaredDeviations / 2);
    }

    /// <summary>
    /// The mean that rewards of the student's requests ought to have at least; null where control tells too little, or leaves no room.
    /// </summary>
    public static double? Floor(RunningMoments control, double margin)
    {
        if (control.Count < MinControl)
        {
            return null;
        }

        var error = Math.Sqrt((control.SquaredDeviations + PriorSquares) / control.Count / control.Count);
        var floor = control.Mean - (Reach * error) - margin;
        return floor >= 0.01 ? Math.Min(floor, 0.99) : null;
    }
}
