namespace Freehold.Core.Learning.Sequential;

/// <summary>
/// A test, valid at any time, of whether numbers of at least -1 have a mean above 0: the wealth of a gambler who bets that they have
/// (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 2024).
/// </summary>
/// <remarks>
/// While the mean of each number, given those before it, is at most 0, the wealth is a supermartingale: by Ville's inequality the
/// probability that it ever reaches <c>1 / alpha</c> is at most alpha, however often it is looked at and whenever one stops. Neither
/// independence nor a distribution is assumed. What follows the last number never changes what came before, so the state is four numbers.
/// </remarks>
/// <param name="Moments">Of the numbers so far.</param>
/// <param name="LogWealth">Natural logarithm of the wealth, which starts at 1.</param>
public readonly record struct BettingTest(RunningMoments Moments, double LogWealth)
{
    /// <summary>The largest part of the wealth that is bet: a number of -1 never takes all of it.</summary>
    public const double MaxBet = 0.9;

    /// <summary>So many made-up numbers of mean 0 come before the first, so that early luck is not bet on.</summary>
    private const double PriorCount = 10;

    /// <summary>Their squared deviations together: small, since the weighted differences that are tested are small parts of their bound.</summary>
    private const double PriorSquares = 0.1;

    /// <summary>The test after one more number.</summary>
    /// <param name="value">At least -1; smaller ones count as -1, and no number as 0.</param>
    public BettingTest Add(double value)
    {
        value = double.IsNaN(value) ? 0 : Math.Max(value, -1);
        return new(Moments.Add(value), LogWealth + Math.Log(1 + (Bet() * value)));
    }

    /// <summary>True where the mean is above 0, at the error probability <paramref name="alpha"/>.</summary>
    public bool Rejects(double alpha) => LogWealth >= Math.Log(1 / alpha);

    /// <summary>The bet on the next number, from those before it only: what grows the wealth fastest if they go on so (their aGRAPA).</summary>
    private double Bet()
    {
        var count = Moments.Count + PriorCount;
        var mean = Moments.Mean * Moments.Count / count;
        var variance = (Moments.SquaredDeviations + PriorSquares) / count;
        return Math.Clamp(mean / (variance + (mean * mean)), 0, MaxBet);
    }
}
