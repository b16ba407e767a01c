namespace Freehold.Core.Learning.Drift;

/// <summary>Which way a mean went.</summary>
public enum DriftDirection
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Rewards are better than expected.</summary>
    Better,

    /// <summary>Rewards are worse than expected.</summary>
    Worse,
}

/// <summary>
/// Finds the moment at which rewards leave what was expected of them: Page's CUSUM (Biometrika 1954) with the increments of a bet, an
/// e-detector (Shin, Ramdas and Rinaldo, "E-detectors", 2023). Where nothing changes, it takes <see cref="AverageRunLength"/> numbers or more on
/// average until it sees a change, without any assumption on the rewards but their range.
/// </summary>
/// <remarks>Not thread-safe. A change from which the mean moves by less than the tolerance is none.</remarks>
public sealed class DriftDetector
{
    /// <summary>A false alarm comes after this many numbers on average, or later.</summary>
    public const double AverageRunLength = 20_000;

    /// <summary>A mean error of at most this is the model's own, and no drift.</summary>
    public const double Tolerance = 0.05;

    /// <summary>Expectations with a larger standard error are not tested.</summary>
    public const double MaxStandardError = 0.3;

    /// <summary>How much is bet: small bets see small drifts late, large ones see large drifts soon. Their average is as valid as each.</summary>
    private static readonly double[] Bets = [0.1, 0.3, 0.7];

    private readonly double[] _logWealth = new double[2 * Bets.Length];
    private readonly long[] _since = new long[2 * Bets.Length];

    /// <summary>The stored form of a detector.</summary>
    public const int StateLength = 12;

    /// <summary>Counts one reward.</summary>
    /// <param name="residual">The reward minus what was expected, -1 to 1; clamped.</param>
    /// <param name="standardError">How uncertain the expectation was: so much more is tolerated.</param>
    /// <param name="place">Where it stands in the log; grows from call to call.</param>
    /// <returns>Where a change was found: its direction, and the place after which it began, as likely as can be told. The detector starts anew then.</returns>
    public (DriftDirection Direction, long Since) Add(double residual, double standardError, long place)
    {
        // Of what was hardly known there is nothing to drift from.
        if (!double.IsFinite(residual) || !(standardError is >= 0 and <= MaxStandardError))
        {
            return (DriftDirection.None, 0);
        }

        residual = Math.Clamp(residual, -1, 1);
        var tolerance = Tolerance + standardError;
        return AddOneSided(residual - tolerance, 0, place) is { } better ? Restart(DriftDirection.Better, better)
            : AddOneSided(-residual - tolerance, Bets.Length, place) is { } worse ? Restart(DriftDirection.Worse, worse)
            : (DriftDirection.None, 0);
    }

    /// <summary>Writes the detector, as <see cref="StateLength"/> numbers.</summary>
    public double[] ToState() => [.. _logWealth, .. _since.Select(place => (double)place)];

    /// <summary>Reads what <see cref="ToState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It has another length.</exception>
    public static DriftDetector FromState(ReadOnlySpan<double> state)
    {
        if (state.Length != StateLength)
        {
            throw new InvalidDataException($"A drift detector's state has {StateLength} numbers, not {state.Length}.");
        }

        var detector = new DriftDetector();
        state[..detector._logWealth.Length].CopyTo(detector._logWealth);
        for (var i = 0; i < detector._since.Length; i++)
        {
            detector._since[i] = (long)state[detector._logWealth.Length + i];
        }

        return detector;
    }

    /// <summary>One direction; the place after which the most successful bet began, where the average wealth reached the bound.</summary>
    private long? AddOneSided(double value, int offset, long place)
    {
        var (wealth, best) = (0.0, offset);
        for (var i = 0; i < Bets.Length; i++)
        {
            var at = offset + i;
            if (_logWealth[at] <= 0)
            {
                (_logWealth[at], _since[at]) = (0, place - 1); // Nothing before this speaks for a change: CUSUM begins again.
            }

            _logWealth[at] += Math.Log(1 + (Bets[i] * value)); // The largest bet on the least value, -1.35, leaves a part of the wealth.
            wealth += Math.Exp(_logWealth[at]) / Bets.Length;
            best = _logWealth[at] > _logWealth[best] ? at : best;
        }

        return wealth >= 2 * AverageRunLength ? _since[best] : null; // Twice, for there are two directions.
    }

    private (DriftDirection Direction, long Since) Restart(DriftDirection direction, long since)
    {
        Array.Clear(_logWealth);
        Array.Clear(_since);
        return (direction, since);
    }
}
