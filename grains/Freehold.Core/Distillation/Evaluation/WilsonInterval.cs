using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Distillation.Evaluation;

/// <summary>
/// The score interval of a proportion (Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927): it keeps
/// its confidence for few trials and for proportions near 0 and 1, where the textbook's does not.
/// </summary>
/// <param name="Lower">One-sided lower bound, 0 to 1.</param>
/// <param name="Upper">One-sided upper bound, 0 to 1.</param>
public readonly record struct WilsonInterval(double Lower, double Upper)
{
    /// <summary>The interval; all of 0 to 1 where there were no trials.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>; scores between 0 and 1 may be counted in part, which makes it wider than it
    /// need be.</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="confidence">Of each bound by itself, more than 0.5, less than 1.</param>
    public static WilsonInterval Of(double successes, int trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new(0, 1);
        }

        var z = NormalQuantile.TwoSided((2 * confidence) - 1);
        var (share, square) = (successes / trials, z * z / trials);
        var center = (share + (square / 2)) / (1 + square);
        var reach = z * Math.Sqrt((share * (1 - share) / trials) + (square / (4 * trials))) / (1 + square);
        return new(Math.Clamp(center - reach, 0, share), Math.Clamp(center + reach, share, 1)); // Rounding shall not leave the share outside.
    }
}
