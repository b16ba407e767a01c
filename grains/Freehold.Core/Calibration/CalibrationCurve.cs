namespace Freehold.Core.Calibration;

/// <summary>
/// From a score to the probability that the answer is right: linear between knots, constant beyond the outermost, never decreasing. Immutable.
/// </summary>
public sealed class CalibrationCurve
{
    /// <summary>Most knots of a curve.</summary>
    public const int MaxKnots = 32;

    private readonly float[] _scores, _probabilities;

    /// <summary>A curve through these knots.</summary>
    /// <exception cref="ArgumentException">They are none or too many, not in order, or no probabilities.</exception>
    public CalibrationCurve(float[] scores, float[] probabilities)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (scores.Length is 0 or > MaxKnots || scores.Length != probabilities.Length || !IsOrdered(scores, strict: true)
            || !IsOrdered(probabilities, strict: false))
        {
            throw new ArgumentException(
                $"A calibration curve has 1 to {MaxKnots} scores that increase and as many probabilities, 0 to 1, that do not decrease.",
                nameof(scores));
        }

        (_scores, _probabilities) = (scores, probabilities);
    }

    /// <summary>Each score is its probability: the curve of the prior model.</summary>
    public static CalibrationCurve Identity { get; } = new([0f, 1f], [0f, 1f]);

    /// <summary>Scores of the knots, increasing.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Probabilities at the knots, not decreasing.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>The probability at a score.</summary>
    public double Probability(double score) => Interpolate(_scores, _probabilities, score);

    /// <summary>The least score with at least this probability; positive infinity where no score has it.</summary>
    public double LeastScore(double probability)
    {
        if (probability > _probabilities[^1])
        {
            return double.PositiveInfinity;
        }

        var i = 0;
        while (_probabilities[i] < probability)
        {
            i++;
        }

        if (i == 0)
        {
            return double.NegativeInfinity;
        }

        var share = (probability - _probabilities[i - 1]) / (_probabilities[i] - _probabilities[i - 1]);
        return _scores[i - 1] + share * (_scores[i] - _scores[i - 1]);
    }

    /// <summary>A curve through the blocks; neighbours are pooled where there are too many.</summary>
    internal static CalibrationCurve Through(List<IsotonicBlock> blocks)
    {
        var minWeight = blocks.Sum(block => block.Weight) / MaxKnots;
        var points = blocks.ConvertAll(block => (block.X, block.Value, block.Weight)).ToArray();
        var knots = blocks.Count > MaxKnots ? IsotonicRegression.Fit(points, minWeight) : blocks;
        var (scores, probabilities) = (new List<float>(), new List<float>());
        foreach (var knot in knots)
        {
            // In single precision neighbours may fall together.
            if (scores.Count < MaxKnots && (scores.Count == 0 || (float)knot.X > scores[^1]))
            {
                scores.Add((float)knot.X);
                probabilities.Add((float)Math.Clamp(knot.Value, 0, 1));
            }
        }

        return new CalibrationCurve([.. scores], [.. probabilities]);
    }

    private static double Interpolate(float[] x, float[] y, double at)
    {
        if (!(at > x[0]))
        {
            return y[0];
        }

        var i = 1;
        while (i < x.Length && x[i] < at)
        {
            i++;
        }

        return i == x.Length ? y[^1] : y[i - 1] + (at - x[i - 1]) / (x[i] - x[i - 1]) * (y[i] - y[i - 1]);
    }

    private static bool IsOrdered(float[] values, bool strict)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1) || (i > 0 && (strict ? values[i] <= values[i - 1] : values[i] < values[i - 1])))
            {
                return false;
            }
        }

        return true;
    }
}
