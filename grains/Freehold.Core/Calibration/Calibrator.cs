namespace Freehold.Core.Calibration;

/// <summary>
/// From an answer's signals to the probability that it is right, and from a probability to the score that keeps a promise. Immutable.
/// </summary>
public sealed class Calibrator
{
    /// <summary>How often the promise of <see cref="KeepAt"/> may fail, over the drawing of the outcomes that it was learned from.</summary>
    public const double Delta = 0.1;

    /// <summary>What holds before there are outcomes; it promises nothing.</summary>
    public static Calibrator Prior { get; } = new()
    {
        Level = CalibrationLevel.Prior,
        Outcomes = 0,
        Model = ConfidenceModel.Prior,
        Curve = CalibrationCurve.Identity,
        Risk = RiskTable.Empty,
    };

    /// <summary>Whose outcomes it rests on.</summary>
    public required CalibrationLevel Level { get; init; }

    /// <summary>How many of them.</summary>
    public required int Outcomes { get; init; }

    /// <summary>From signals to a score.</summary>
    public required ConfidenceModel Model { get; init; }

    /// <summary>From a score to a probability.</summary>
    public required CalibrationCurve Curve { get; init; }

    /// <summary>What thresholds were found to promise.</summary>
    public required RiskTable Risk { get; init; }

    /// <summary>The probability that an answer is right.</summary>
    public double Probability(in AnswerSignals signals) => Curve.Probability(Model.Score(signals));

    /// <summary>
    /// The score from which on an answer is kept: its own probability is at least <paramref name="probability"/>, and, above the level of the
    /// prior, of all answers kept so at least as many are right, with confidence 1 - <see cref="Delta"/>. Positive infinity: none is kept.
    /// </summary>
    public double KeepAt(double probability)
    {
        var own = Curve.LeastScore(probability);
        return Level == CalibrationLevel.Prior ? own : Risk.LeastScore(probability, Delta, own);
    }
}
