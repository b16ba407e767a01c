namespace Freehold.Core.Distillation.Rollout;

/// <summary>
/// Says, as soon as the numbers allow it and whenever it is asked, that a mean which ought to be at most 0 has come to lie above: a
/// Shiryaev-Roberts e-detector whose increments are bets (Shin, Ramdas and Rinaldo, "E-detectors", 2023; the bets of Waudby-Smith and
/// Ramdas 2024).
/// </summary>
/// <remarks>
/// Before each number an amount of money comes in, and all money is bet on the number being above 0. While no mean is above 0 the wealth
/// less what came in is a supermartingale, so that by Ville's inequality the wealth ever reaches <c>1 / alpha</c> with probability of at
/// most alpha times all that came in. How the money is spread over time is a prior on when the change comes: much at the beginning of a
/// stage, where a student meets new traffic, and a little at any time. Nothing but the range of the numbers is assumed.
/// </remarks>
public sealed class ChangeDetector
{
    /// <summary>
    /// The parts of the wealth that are bet, in shares of what a number of -1 takes: small ones see small changes, large ones see large
    /// ones soon.
    /// </summary>
    private static readonly double[] Bets = [0.1, 0.3, 0.6];

    private const double MaxWealth = 1e100;

    private readonly double[] _wealth = new double[Bets.Length];

    /// <summary>Numbers of <see cref="ToState"/>.</summary>
    public static int StateLength => Bets.Length;

    /// <summary>The wealth: 1 / alpha of it is evidence at level alpha.</summary>
    public double Wealth => _wealth.Sum() / Bets.Length;

    /// <summary>Counts one number.</summary>
    /// <param name="value">At least -1; smaller ones count as -1, and no number as 0.</param>
    /// <param name="money">What comes in before it, at least 0.</param>
    public void Add(double value, double money)
    {
        value = double.IsNaN(value) ? 0 : Math.Max(value, -1);
        for (var i = 0; i < Bets.Length; i++)
        {
            _wealth[i] = Math.Min((_wealth[i] + money) * (1 + (Bets[i] * value)), MaxWealth);
        }
    }

    /// <summary>Counts a number of which the mean ought to be at least <paramref name="floor"/>.</summary>
    /// <param name="value">0 to 1; clamped.</param>
    /// <param name="floor">More than 0, less than 1.</param>
    /// <param name="money">What comes in before it.</param>
    /// <remarks>For 0/1 numbers a bet of b is the likelihood ratio of the probability <c>(1 - b) floor</c> to
    /// <paramref name="floor"/>.</remarks>
    public void AddAtLeast(double value, double floor, double money) =>
        Add((floor - Math.Clamp(value, 0, 1)) / (1 - floor), money);

    /// <summary>
    /// Counts an event of which the probability ought to be at most <paramref name="ceiling"/>, more than 0, less than 1.
    /// </summary>
    public void AddAtMost(bool happened, double ceiling, double money) => AddAtLeast(happened ? 0 : 1, 1 - ceiling, money);

    /// <summary>The detector as numbers.</summary>
    public double[] ToState() => [.. _wealth];

    /// <summary>Reads what <see cref="ToState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is no such state.</exception>
    public static ChangeDetector FromState(ReadOnlySpan<double> state)
    {
        var detector = new ChangeDetector();
        if (state.Length != StateLength)
        {
            throw new InvalidDataException($"A change detector's state has {StateLength} numbers, not {state.Length}.");
        }

        for (var i = 0; i < state.Length; i++)
        {
            detector._wealth[i] = state[i] is >= 0 and <= MaxWealth
                ? state[i]
                : throw new InvalidDataException($"A change detector's wealth is {state[i]}; it lies between 0 and {MaxWealth}.");
        }

        return detector;
    }
}
