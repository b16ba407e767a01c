namespace Freehold.Core.Calibration;

/// <summary>
/// Outcomes counted by thresholds, from which a threshold with a promise is chosen: Learn then Test (Angelopoulos, Bates, Candès, Jordan and
/// Lei 2021), with fixed-sequence testing from several starts. Immutable.
/// </summary>
/// <remarks>
/// For each threshold the hypothesis "of the answers kept from here on, less than p are right" is tested by the exact binomial tail, which
/// holds for any number of outcomes. The thresholds come from other outcomes than the counts. Whatever is chosen among the rejected keeps the
/// promise with probability 1 - delta over the outcomes, where future requests are like past ones and feedback does not depend on what it says.
/// </remarks>
public sealed class RiskTable
{
    /// <summary>Most thresholds.</summary>
    public const int MaxThresholds = 32;

    // Where each sequence starts: at the strictest threshold that keeps so many answers, since of fewer no test can say anything. That looks
    // at scores only, never at what was right, so that the tests stay exact. Each gets an equal part of the error probability (Bonferroni).
    private static readonly int[] StartsAtKept = [40, 160];

    private readonly float[] _thresholds;
    private readonly int[] _kept, _right;

    /// <summary>A table.</summary>
    /// <param name="thresholds">Scores, decreasing: the strictest first.</param>
    /// <param name="kept">Outcomes whose score reaches each.</param>
    /// <param name="right">Those of them that were right.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the numbers are no such counts.</exception>
    public RiskTable(float[] thresholds, int[] kept, int[] right)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(right);
        if (thresholds.Length > MaxThresholds || kept.Length != thresholds.Length || right.Length != thresholds.Length
            || !AreCounts(thresholds, kept, right))
        {
            throw new ArgumentException($"A risk table has at most {MaxThresholds} decreasing thresholds with counts that grow.", nameof(thresholds));
        }

        (_thresholds, _kept, _right) = (thresholds, kept, right);
    }

    /// <summary>A table without outcomes: nothing can be promised from it.</summary>
    public static RiskTable Empty { get; } = new([], [], []);

    /// <summary>Scores, the strictest first.</summary>
    public ReadOnlySpan<float> Thresholds => _thresholds;

    /// <summary>Outcomes whose score reaches each threshold.</summary>
    public ReadOnlySpan<int> Kept => _kept;

    /// <summary>Those of <see cref="Kept"/> that were right.</summary>
    public ReadOnlySpan<int> Right => _right;

    /// <summary>
    /// The least tested threshold not below <paramref name="leastScore"/> from which on answers are right with at least
    /// <paramref name="probability"/>; positive infinity where no test says so.
    /// </summary>
    /// <param name="probability">The accuracy to promise, 0 to 1.</param>
    /// <param name="delta">How often the promise may fail over the drawing of the outcomes, 0 to 1.</param>
    /// <param name="leastScore">Thresholds below this one are not asked for.</param>
    public double LeastScore(double probability, double delta, double leastScore = double.NegativeInfinity) =>
        LeastScore(probability, delta, leastScore, StartsAtKept);

    /// <summary>The same with sequences that start elsewhere.</summary>
    /// <param name="probability">The accuracy to promise, 0 to 1.</param>
    /// <param name="delta">How often the promise may fail over the drawing of the outcomes, 0 to 1.</param>
    /// <param name="leastScore">Thresholds below this one are not asked for.</param>
    /// <param name="startsAtKept">Each sequence starts at the strictest threshold that keeps so many; chosen without a look at what was right.</param>
    public double LeastScore(double probability, double delta, double leastScore, ReadOnlySpan<int> startsAtKept)
    {
        var best = double.PositiveInfinity;
        foreach (var leastKept in startsAtKept)
        {
            var first = Array.FindIndex(_kept, kept => kept >= leastKept);
            for (var i = first; i >= 0 && i < _thresholds.Length && _thresholds[i] >= leastScore; i++)
            {
                if (Binomial.UpperTail(_kept[i], _right[i], probability) > delta / startsAtKept.Length)
                {
                    break;
                }

                best = Math.Min(best, _thresholds[i]);
            }
        }

        return best;
    }

    private static bool AreCounts(float[] thresholds, int[] kept, int[] right)
    {
        for (var i = 0; i < thresholds.Length; i++)
        {
            var ordered = i == 0 || (thresholds[i] < thresholds[i - 1] && kept[i] >= kept[i - 1] && right[i] >= right[i - 1]);
            if (!float.IsFinite(thresholds[i]) || right[i] < 0 || right[i] > kept[i] || !ordered)
            {
                return false;
            }
        }

        return true;
    }
}
