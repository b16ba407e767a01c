namespace Freehold.Core.Calibration;

/// <summary>The binomial distribution.</summary>
public static class Binomial
{
    /// <summary>
    /// The probability of at least <paramref name="successes"/> in <paramref name="trials"/>, each with <paramref name="probability"/>: the
    /// p-value of the hypothesis that the true probability is at most that. Exact up to rounding, in linear time.
    /// </summary>
    public static double UpperTail(int trials, int successes, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (successes <= 0 || probability >= 1)
        {
            return 1;
        }

        if (successes > trials || !(probability > 0))
        {
            return 0;
        }

        // Log of C(n, k) p^k q^(n-k) at k, then each further term from the one before.
        var log = successes * Math.Log(probability) + (trials - successes) * Math.Log(1 - probability);
        for (var i = 1; i <= trials - successes; i++)
        {
            log += Math.Log((successes + i) / (double)i);
        }

        var odds = probability / (1 - probability);
        double term = 1, sum = 1;
        for (var k = successes; k < trials && term > 1e-18 * sum; k++)
        {
            term *= odds * (trials - k) / (k + 1);
            sum += term;
        }

        return Math.Min(1, Math.Exp(log + Math.Log(sum)));
    }
}
